import { readFile } from 'node:fs/promises';
import { GamekeeperError } from '../../errors.ts';
import { photoReferences } from '../photo.ts';
import type { Register } from './index.ts';
import { withJson } from './options.ts';

export const photo: Register = (program) => {
  withJson(program.command('photo <file>'))
    .description('Print the photos field of an entry for a JPEG or PNG: the photo, its crops, round and mirrored.')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
        throw new GamekeeperError('ERR_PHOTO', `${file} cannot be read (${cause.code}). Name a JPEG or PNG file.`);
      });
      const references = photoReferences(bytes, file);
      if (json) console.log(JSON.stringify({ photos: references }));
      else {
        const lines = references.map(({ pdq, note }) => `    - { pdq: '${pdq}', note: '${note}' }`);
        console.log(['  photos:', ...lines].join('\n'));
      }
    });
};
