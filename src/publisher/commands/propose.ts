import { propose as proposeRules } from '../ceremony.ts';
import { allowFalseAlarms, command, dir, endpoint, optional, out, proposal, rules } from '../command.ts';
import { formatReview } from './print-review.ts';

export default command({
  flags: {
    rules,
    dir,
    out,
    proposal,
    allowFalseAlarms,
    endpoint,
    partner: optional('<name>', 'propose the list of this partner, whose key you hold'),
  },
  async run(options) {
    const review = await proposeRules({ ...options, now: new Date() });
    if (!review) return { json: null, text: 'Nothing to propose: the rules say what is already in force.' };
    const { proposal } = options;
    return {
      json: review,
      text: [...formatReview(review), '', `Give ${proposal} to those who sign: gamekeeper sign ${proposal}`],
    };
  },
});
