import { Analysts } from '../../hub/analysts.ts';
import { command, data } from '../command.ts';
import { withStorage } from './storage.ts';

export default command({
  args: ['name of the analyst'],
  flags: { data },
  async run({ data }, name: string) {
    await withStorage(data, (db) => new Analysts(db, Date.now).revoke(name));
    return { json: { name, revoked: true }, text: `The token of ${name} no longer opens the desk.` };
  },
});
