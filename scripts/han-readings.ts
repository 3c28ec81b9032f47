/**
 * Writes src/profile/names/han-readings.json: the Mandarin reading, without tone, of every Chinese character that the
 * everyday encodings of the mainland (GB 2312) or Taiwan (Big5, level 1) contain. Source: any-ascii (ISC licence).
 */
import { writeFileSync } from 'node:fs';
import anyAscii from 'any-ascii';

const HAN = /^[\u4e00-\u9fff]$/;

function* characters(encoding: string, [first, last]: [number, number], lowest: number): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (let high = first; high <= last; high++) {
    for (let low = lowest; low <= 0xfe; low++) {
      const character = decoder.decode(Uint8Array.of(high, low));
      if (HAN.test(character)) yield character;
    }
  }
}

/** One word for each reading: the reading itself, then the characters that are read so. */
export function hanReadings(): string {
  const everyday = new Set([...characters('gb2312', [0xb0, 0xf7], 0xa1), ...characters('big5', [0xa4, 0xc6], 0x40)]);
  const byReading = Map.groupBy([...everyday].sort(), (character) => anyAscii(character).toLowerCase());
  return [...byReading]
    .filter(([reading]) => /^[a-z]{1,6}$/.test(reading))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reading, found]) => reading + found.join(''))
    .join(' ');
}

if (import.meta.main) {
  const file = new URL('../src/profile/names/han-readings.json', import.meta.url);
  writeFileSync(file, `{ "readings": ${JSON.stringify(hanReadings())} }\n`);
}
