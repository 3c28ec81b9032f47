/** From what a profile shows as its name to the name itself. Nothing here changes which person is meant. */

import { PLAIN } from './script.ts';

/** Longer names are cut: no person needs them, and a hostile page must not make look-ups slow. */
const LONGEST = 300;

/** Emoji, symbols, and marks that show nothing: zero-width and direction characters, variation selectors, tags. */
const INVISIBLE = /\p{Cf}|\p{Default_Ignorable_Code_Point}/gu;
const PICTURES = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\p{So}\p{Sk}\p{Co}\ufffd]|\u20e3/gu;
const BRACKETED = /\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}|（[^（）]*）|【[^【】]*】/gu;
const NICKNAME = /(^|\s)(?:"[^"]*"|“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|'[^']{1,30}'(?=\s|$)|‘[^‘’]{1,30}’(?=\s|$))/gu;
/** What follows is a job, an offer or a pronoun. A dash counts only with space on both sides. */
const TAIL = /\s*[|‖¦;•·∙:/\\>→]\s.*$|\s+[-–—―~]\s.*$|[,\s]+(?:she|he|they|ze|xe)\s?\/\s?[a-z]+.*$/is;

const TITLES = new Set(
  `dr prof professor mr mrs ms miss mx sir dame lord lady rev revd reverend hon rt ing dipl herr frau mme mlle dott avv
  sr sra srta eng col gen capt maj lt cdr sgt amb doctor shri smt datuk dato tan sri`.split(/\s+/),
);
const CREDENTIALS = new Set(
  `phd dphil md dds dvm jd llb llm esq mba emba mpa mph msc bsc ma ba bs ms meng beng mphil mres pgce cpa cfa acca aca
  fca cia cma pmp csm cissp cism cisa ceh oscp ccna ccnp shrm phr sphr gphr cipd mcipd fcipd cima mrics pe ceng miet
  frsa fca frs frgs obe mbe cbe kbe dbe kc qc mp mep jp jr sr ii iii iv rn np pa rd lcsw itil prince2 mcse hcs dba edd
  psyd scd dsc dnp llc ltd inc`.split(/\s+/),
);
/** Of these only the dotted or upper-case form is a credential: they are also words and names. */
const NEEDS_CAPITALS = new Set([
  'ma',
  'ba',
  'bs',
  'ms',
  'pa',
  'np',
  'pe',
  'rd',
  'rn',
  'jp',
  'mp',
  'sr',
  'md',
  'ii',
  'iv',
  'cia',
]);

/** The name without pictures, titles, credentials, nicknames, pronouns and offers; "Family, Given" keeps its comma. */
export function undecorate(shown: string): string {
  let name = shown.slice(0, LONGEST);
  if (!PLAIN.test(name)) {
    name = name.toWellFormed().normalize('NFKC').replace(INVISIBLE, '').replace(PICTURES, ' ');
  }
  name = cut(cut(cut(name.trim(), BRACKETED), NICKNAME), TAIL);
  const [head = '', ...rest] = name.split(/[,，、]/u).map((part) => part.trim());
  const kept = rest.filter((part) => !part.split(/\s+/).every(isCredential));
  return [withoutTitles(head), ...kept].filter((part) => part !== '').join(', ');
}

/** Cuts only while two words stay, so that a name made wholly of decoration is still compared with itself. */
function cut(name: string, pattern: RegExp): string {
  const left = name.replace(pattern, ' ').trim();
  return /[a-z]{2}/i.test(left) || /\p{L}{2}/u.test(left) ? left : name;
}

function isCredential(word: string): boolean {
  const plain = word.replaceAll('.', '').toLowerCase();
  if (!CREDENTIALS.has(plain)) return plain === '';
  return !NEEDS_CAPITALS.has(plain) || word === word.toUpperCase();
}

function withoutTitles(name: string): string {
  const words = name.split(/\s+/);
  while (words.length > 2 && TITLES.has(words[0]!.replaceAll('.', '').toLowerCase())) words.shift();
  while (
    words.length > 2 &&
    words.at(-1) !== words.at(-1)!.toLowerCase() &&
    isCredential(words.at(-1)!) &&
    !allCapitals(words)
  ) {
    words.pop();
  }
  return words.join(' ');
}

/** "JO YONG MA" is a name in capitals, not a name with a degree. */
function allCapitals(words: readonly string[]): boolean {
  return words.every((word) => word === word.toUpperCase());
}
