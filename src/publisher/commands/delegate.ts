import { readPublicKey } from '../../signing/keys.ts';
import { partnerSchema } from '../../watchlist/partners.ts';
import { atLeastOne, choice, command, number, required, rules } from '../command.ts';
import { addPartner } from '../edit-rules.ts';
import { watchlistPath } from '../partners.ts';

export default command({
  args: ['short name: small letters, digits, hyphens'],
  flags: {
    rules,
    key: atLeastOne('<files...>', 'public keys (*.pub.json) of the partner'),
    title: required('<text>', 'the partner’s name as staff will read it'),
    level: choice(
      '<level>',
      'most serious verdict its entries may lead to',
      partnerSchema.shape.level.options,
      'likely',
    ),
    threshold: number('<number>', 'how many of its keys must sign', 1),
  },
  async run({ rules, key, title, level, threshold }, name: string) {
    const keys = (await Promise.all(key.map(readPublicKey))).map(({ keyVal }) => keyVal.public!);
    const file = await addPartner(rules, { name, title, level, threshold, keys });
    const path = watchlistPath(name);
    return {
      json: { partner: name, file, path, title, level, threshold },
      text: [
        `${title} is trusted in ${file} once you publish. Check the rules first: gamekeeper check`,
        `Its list stands under ${path} and leads to "${level}" at most, whatever it says.`,
        'Until it publishes, browsers keep your list and note that the partner’s cannot be read.',
      ],
    };
  },
});
