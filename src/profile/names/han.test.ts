import { expect, test } from 'vitest';
import { hanReadings } from '../../../scripts/han-readings.ts';
import { hanSound } from './han.ts';
import table from './han-readings.json' with { type: 'json' };

test('the table of readings is what its script makes', () => expect(table.readings).toBe(hanReadings()));

test.each([
  ['司马', 'sima'],
  ['歐陽', 'ouyang'],
  ['龘', undefined],
])('%s is read %s', (characters, sound) => expect(hanSound(characters)).toBe(sound));
