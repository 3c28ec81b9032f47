import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Postgres } from '../../tests/postgres.ts';
import { openStorage } from './database.ts';
import { Intake } from './intake.ts';

const postgres = await Postgres.start();

test.skipIf(!(postgres instanceof Postgres))(
  'two hubs that get the same reports in another order take each once, and neither waits for the other',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'intake-'));
    const dbs = await Promise.all([1, 2].map(() => openStorage(folder, (postgres as Postgres).url)));
    const intakes = dbs.map((db) => new Intake(db, Date.now));
    for (let round = 0; round < 30; round++) {
      const ids = Array.from({ length: 64 }, () => crypto.randomUUID());
      const [one, other] = await Promise.all(
        [ids, ids.toReversed()].map((each, hub) =>
          Promise.all(each.map((id) => intakes[hub]!.store(id, new Uint8Array(4_096)))),
        ),
      );
      expect(other!.toReversed()).toEqual(one);
    }
    await Promise.all(dbs.map((db) => db.destroy()));
    await (postgres as Postgres).stop();
    await rm(folder, { recursive: true });
  },
  60_000,
);
