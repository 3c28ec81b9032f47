import { command, rules } from '../command.ts';
import { withdrawEntry } from '../edit-rules.ts';

export default command({
  args: ['id of the entry'],
  flags: { rules },
  async run({ rules }, entry: string) {
    const withdrawn = new Date().toISOString().slice(0, 10);
    const file = await withdrawEntry(rules, entry, withdrawn);
    return {
      json: { entry, file, withdrawn },
      text: [
        `${entry} is marked as withdrawn from today in ${file}.`,
        'Publish now (or propose, where several sign): within 15 minutes no browser will warn of it.',
      ],
    };
  },
});
