/** A hub in a process of its own, to be measured or killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface HubProcess {
  url: string;
  process: ChildProcess;
  /** Ends it: cleanly, or by kill -9. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * Starts `gamekeeper hub` and waits until it listens.
 * @param folder its data and feed
 * @param port 0 for a free one
 */
export async function startHubProcess(folder: string, { port = 0, databaseUrl = '' } = {}): Promise<HubProcess> {
  const args = ['src/publisher/cli.ts', 'hub', '--data', `${folder}/data`, '--feed', `${folder}/feed`];
  const hub = spawn(process.execPath, [...args, '--port', String(port), '--rate', '0'], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const over = new Promise<void>((resolve) => hub.once('exit', () => resolve()));
  const said: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(hub.stderr!).on('line', (line) => {
      said.push(line);
      if (line.includes('"hub started"')) resolve((JSON.parse(line) as { url: string }).url);
    });
    over.then(() => reject(new Error(`The hub ended before it listened.\n${said.slice(0, 20).join('\n')}`)));
  });
  return {
    url,
    process: hub,
    async stop(signal = 'SIGTERM') {
      hub.kill(signal);
      await over;
    },
  };
}
