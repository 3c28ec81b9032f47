import { Option } from 'commander';
import { readPublicKey } from '../../signing/keys.ts';
import { type Partner, partnerSchema } from '../../watchlist/partners.ts';
import { addPartner } from '../edit-rules.ts';
import { watchlistPath } from '../partners.ts';
import { wholeNumber } from './hub.ts';
import type { Register } from './index.ts';
import { withJson, withRules } from './options.ts';

interface Options {
  rules: string;
  key: string[];
  threshold: number;
  level: Partner['level'];
  title: string;
  json?: boolean;
}

export const delegate: Register = (program) => {
  withJson(withRules(program.command('delegate')))
    .argument('<partner>', 'short name: small letters, digits, hyphens')
    .description('Let a partner publish a list of its own under its own keys, up to a level that you set.')
    .requiredOption('--key <files...>', 'public keys (*.pub.json) of the partner')
    .requiredOption('--title <text>', 'the partner’s name as staff will read it')
    .addOption(
      new Option('--level <level>', 'most serious verdict its entries may lead to')
        .choices(partnerSchema.shape.level.options)
        .default('likely'),
    )
    .addOption(new Option('--threshold <number>', 'how many of its keys must sign').argParser(wholeNumber).default(1))
    .action(async (name: string, { rules, key, json, ...options }: Options) => {
      const keys = (await Promise.all(key.map(readPublicKey))).map(({ keyVal }) => keyVal.public!);
      const file = await addPartner(rules, { name, ...options, keys });
      if (json) return console.log(JSON.stringify({ partner: name, file, path: watchlistPath(name), ...options }));
      console.log(
        [
          `${options.title} is trusted in ${file} once you publish. Check the rules first: gamekeeper check`,
          `Its list stands under ${watchlistPath(name)} and leads to "${options.level}" at most, whatever it says.`,
          'Until it publishes, browsers keep your list and note that the partner’s cannot be read.',
        ].join('\n'),
      );
    });
};
