import { restore as readBackup, backup as writeBackup } from '../../hub/backup.ts';
import { withStorage } from './analyst.ts';
import type { Register } from './index.ts';

const data = ['--data <dir>', 'folder of the embedded database; DATABASE_URL goes first', '.gamekeeper/hub'] as const;

export const backup: Register = (program) => {
  program
    .command('backup <file>')
    .description('Write all that the hub holds into one file, while it runs. Reports in it stay sealed.')
    .option(...data)
    .action((file: string, options: { data: string }) =>
      withStorage(options, async (db) => console.log(`${await writeBackup(db, file)} rows are in ${file}.`)),
    );
};

export const restore: Register = (program) => {
  program
    .command('restore <file>')
    .description('Fill a new, empty hub from a backup; also from SQLite to PostgreSQL and back.')
    .option(...data)
    .action((file: string, options: { data: string }) =>
      withStorage(options, async (db) => console.log(`${await readBackup(db, file)} rows came from ${file}.`)),
    );
};
