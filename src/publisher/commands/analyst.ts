import { Analysts } from '../../hub/analysts.ts';
import { type Database, openStorage } from '../../hub/database.ts';
import type { Register } from './index.ts';

interface Options {
  data: string;
  json?: boolean;
}

export const analyst: Register = (program) => {
  const group = program.command('analyst').description('Who may open the desk: one credential for each analyst.');
  const data = ['--data <dir>', 'folder of the embedded database; DATABASE_URL goes first', '.gamekeeper/hub'] as const;

  group
    .command('add <name>')
    .description('Make a token and print it, once. An earlier token of the same name stops working.')
    .option(...data)
    .action((name: string, options: Options) => withAnalysts(options, async (all) => console.log(await all.add(name))));

  group
    .command('revoke <name>')
    .description('Take the token away, at once.')
    .option(...data)
    .action((name: string, options: Options) => withAnalysts(options, (all) => all.revoke(name)));

  group
    .command('list')
    .description('Who has a token, and since when.')
    .option(...data)
    .option('--json', 'print one JSON array')
    .action((options: Options) =>
      withAnalysts(options, async (all) => {
        const rows = await all.list();
        if (options.json) console.log(JSON.stringify(rows));
        else
          for (const row of rows) console.log(row.name, row.createdAt, row.revokedAt ? `revoked ${row.revokedAt}` : '');
      }),
    );
};

const withAnalysts = (options: Options, work: (analysts: Analysts) => Promise<void>) =>
  withStorage(options, (db) => work(new Analysts(db, Date.now)));

/** Opens the hub's storage for one piece of work. */
export async function withStorage(options: { data: string }, work: (db: Database) => Promise<void>): Promise<void> {
  const db = await openStorage(options.data, process.env.DATABASE_URL);
  try {
    await work(db);
  } finally {
    await db.destroy();
  }
}
