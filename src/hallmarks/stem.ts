/**
 * One form for every inflection and spelling of an English word, so that a rule's author writes "pay for reports" and
 * "paid for a report" matches. Inflection only (plural, -ed, -ing, British or American): a derivational stemmer such as
 * Porter's also makes "reporter" a "report", and journalists would be warned of. The result is a key, not a word.
 */

const IRREGULAR = new Map(
  Object.entries({
    paid: 'pay',
    payed: 'pay',
    sent: 'send',
    wrote: 'write',
    written: 'write',
    writing: 'write',
    gave: 'give',
    given: 'give',
    got: 'get',
    met: 'meet',
    flew: 'fly',
    flown: 'fly',
    kept: 'keep',
    told: 'tell',
    spoke: 'speak',
    spoken: 'speak',
    knew: 'know',
    known: 'know',
    saw: 'see',
    seen: 'see',
    took: 'take',
    taken: 'take',
    made: 'make',
    sought: 'seek',
    dealt: 'deal',
    left: 'leave',
    chose: 'choose',
    chosen: 'choose',
    using: 'use',
    used: 'use',
    analyses: 'analyse',
    analysis: 'analyse',
    people: 'person',
    centre: 'center',
    theatre: 'theater',
    programme: 'program',
    programmes: 'program',
    defence: 'defense',
    offence: 'offense',
    licence: 'license',
    sceptical: 'skeptical',
    judgement: 'judgment',
    news: 'news',
    does: 'do',
    did: 'do',
    done: 'do',
    has: 'have',
    had: 'have',
    was: 'be',
    were: 'be',
    is: 'be',
    are: 'be',
    am: 'be',
    been: 'be',
    being: 'be',
  }),
);

const VOWEL = /[aeiouy]/;

/** @param word lower-case letters a to z */
export function stem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular === word ? word : stem(irregular);
  if (word.length < 4) return word;
  return unify(bare(singular(word)));
}

function singular(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  return /[^suia]s$|[ei]as$/.test(word) ? word.slice(0, -1) : word;
}

/** Without -ed or -ing. */
function bare(word: string): string {
  if (word.endsWith('ied') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (word.endsWith('ed') && !word.endsWith('eed') && word.length > 4 && VOWEL.test(word.slice(0, -2)))
    return word.slice(0, -2);
  if (word.endsWith('ing') && word.length > 5 && VOWEL.test(word.slice(0, -3))) return word.slice(0, -3);
  return word;
}

/** British and American spelling alike; no final e, no final double consonant ("travelling", "traveling", "travel"). */
function unify(word: string): string {
  return word
    .replace(/i[sz]ation$/, 'isation')
    .replace(/([iy])z(e?)$/, '$1s$2')
    .replace(/(?<=.{3})our(?=$|abl|it)/, 'or')
    .replace(/gue$/, 'g')
    .replace(/(?<=...)e$/, '')
    .replace(/([b-df-hj-np-tv-z])\1$/, '$1');
}
