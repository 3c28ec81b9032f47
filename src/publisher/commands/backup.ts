import { backup } from '../../hub/backup.ts';
import { command, data } from '../command.ts';
import { withStorage } from './storage.ts';

export default command({
  args: ['file to write; one that is there is replaced once the new one is whole'],
  flags: { data },
  async run({ data }, file: string) {
    const rows = await withStorage(data, (db) => backup(db, file));
    return { json: { file, rows }, text: `${rows} rows are in ${file}.` };
  },
});
