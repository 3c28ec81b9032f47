import { command } from '../command.ts';
import { readBytes } from '../input.ts';
import { photoReferences } from '../photo.ts';

export default command({
  args: ['JPEG or PNG'],
  flags: {},
  async run(_, file: string) {
    const photos = photoReferences(await readBytes(file, 'a JPEG or PNG file'), file);
    return {
      json: { photos },
      text: ['  photos:', ...photos.map(({ pdq, note }) => `    - { pdq: '${pdq}', note: '${note}' }`)],
    };
  },
});
