import { InvalidArgumentError } from 'commander';
import { startHub } from '../../hub/hub.ts';
import type { Register } from './index.ts';
import { passphraseFrom } from './options.ts';

interface Options {
  data: string;
  feed: string;
  port: number;
  host: string;
  maxReport: number;
  rate: number;
  addressHeader?: string;
  ssoHeader?: string;
  onlineKey?: string;
  passphraseFile?: string;
}

export const hub: Register = (program) => {
  program
    .command('hub')
    .description('Serve the feed, receive sealed reports, and open the desk. Ends cleanly on SIGTERM or Ctrl-C.')
    .option('--data <dir>', 'folder of the embedded database', '.gamekeeper/hub')
    .option('--feed <dir>', 'the published feed', '.gamekeeper/feed')
    .option('--port <number>', 'port to listen on', wholeNumber, 8787)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--max-report <kib>', 'largest sealed report; 4200 to take screenshots', wholeNumber, 64)
    .option('--rate <number>', 'reports that one address may send in a minute; 0 for no limit', wholeNumber, 600)
    .option('--address-header <name>', 'header in which a proxy in front tells the address of who asks')
    .option('--sso-header <name>', 'header in which a proxy in front names the analyst it has signed on')
    .option('--online-key <file>', 'key that keeps the feed’s timestamp fresh, on one hub of all that share a feed')
    .option('--passphrase-file <file>', 'file with the passphrase of that key (or set GAMEKEEPER_PASSPHRASE)')
    .addHelpText(
      'after',
      '\nDATABASE_URL=postgres://… keeps reports in PostgreSQL, for several hubs at once.\nGAMEKEEPER_REPORT_TOKENS=… asks browsers for one of these deployment tokens (separated by spaces).',
    )
    .action(async ({ data, feed, port, host, maxReport, rate, passphraseFile, ...options }: Options) => {
      const passphrase = await passphraseFrom({ passphraseFile });
      const running = await startHub({
        dataDir: data,
        feedDir: feed,
        port,
        strictPort: true,
        host,
        maxReportBytes: maxReport * 1_024,
        reportsPerMinute: rate,
        reportTokens: process.env.GAMEKEEPER_REPORT_TOKENS?.split(/\s+/).filter(Boolean) ?? [],
        ...options,
        passphrase,
        ...(process.env.DATABASE_URL && { databaseUrl: process.env.DATABASE_URL }),
      });
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close());
    });
};

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
}
