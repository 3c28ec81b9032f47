import { Analysts } from '../../hub/analysts.ts';
import { command, data } from '../command.ts';
import { withStorage } from './storage.ts';

export default command({
  flags: { data },
  async run({ data }) {
    const rows = await withStorage(data, (db) => new Analysts(db, Date.now).list());
    const lines = rows.map((row) => `${row.name} ${row.createdAt}${row.revokedAt ? ` revoked ${row.revokedAt}` : ''}`);
    return { json: rows, text: rows.length > 0 ? lines : 'Nobody has a token. Next: gamekeeper analyst add' };
  },
});
