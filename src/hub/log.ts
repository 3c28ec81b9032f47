/**
 * One line of the hub's log. It never holds an address, a header, a query, a receipt, a token or a byte of a report.
 */
export interface LogEntry {
  level: 'info' | 'warn' | 'error';
  event: string;
  [field: string]: string | number | boolean | undefined;
}

export type Log = (entry: LogEntry) => void;

/** JSON lines on standard error, as collectors read them. */
export const logToStderr: Log = (entry) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);
};
