import { startHub } from '../../hub/hub.ts';
import { command, data, number, optional, passphraseFile, preset } from '../command.ts';
import { passphraseFrom } from '../input.ts';

export default command({
  notes:
    'DATABASE_URL=postgres://… keeps reports in PostgreSQL, for several hubs at once.\n' +
    'GAMEKEEPER_REPORT_TOKENS=… asks browsers for one of these deployment tokens (separated by spaces).\n' +
    'The log on standard error is JSON lines.',
  runsOn: true,
  flags: {
    data,
    feed: preset('<dir>', 'the published feed', '.gamekeeper/feed'),
    port: number('<number>', 'port to listen on', 8787, 65_535),
    host: preset('<address>', 'address to listen on', '127.0.0.1'),
    maxReport: number('<kib>', 'largest sealed report; below 4200, pictures are refused', 4_200),
    rate: number('<number>', 'reports that one address may send in a minute; 0 for no limit', 600),
    addressHeader: optional('<name>', 'header in which a proxy in front tells the address of who asks'),
    ssoHeader: optional('<name>', 'header in which a proxy in front names the analyst it has signed on'),
    onlineKey: optional('<file>', 'key that keeps the feed’s timestamp fresh, on one hub of all that share a feed'),
    passphraseFile,
  },
  async run({ data, feed, port, host, maxReport, rate, passphraseFile, addressHeader, ssoHeader, onlineKey }) {
    const passphrase = await passphraseFrom(passphraseFile);
    const running = await startHub({
      dataDir: data,
      feedDir: feed,
      port,
      strictPort: true,
      host,
      maxReportBytes: maxReport * 1_024,
      reportsPerMinute: rate,
      reportTokens: process.env.GAMEKEEPER_REPORT_TOKENS?.split(/\s+/).filter(Boolean) ?? [],
      databaseUrl: process.env.DATABASE_URL || undefined,
      addressHeader,
      ssoHeader,
      onlineKey,
      passphrase,
    });
    const told = Promise.withResolvers<void>();
    // Ctrl-C arrives twice, from the terminal and from the process that started this one: the second must not cut it short.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => told.resolve());
    await told.promise;
    await running.close();
    return undefined;
  },
});
