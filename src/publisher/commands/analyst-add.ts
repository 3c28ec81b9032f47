import { Analysts } from '../../hub/analysts.ts';
import { command, data } from '../command.ts';
import { withStorage } from './storage.ts';

export default command({
  args: ['name of the analyst'],
  flags: { data },
  async run({ data }, name: string) {
    const token = await withStorage(data, (db) => new Analysts(db, Date.now).add(name));
    return { json: { name, token }, text: token };
  },
});
