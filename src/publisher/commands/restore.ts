import { restore } from '../../hub/backup.ts';
import { command, data } from '../command.ts';
import { withStorage } from './storage.ts';

export default command({
  args: ['file that backup wrote'],
  flags: { data },
  async run({ data }, file: string) {
    const rows = await withStorage(data, (db) => restore(db, file));
    return { json: { file, rows }, text: `${rows} rows came from ${file}.` };
  },
});
