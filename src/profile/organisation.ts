import { PLAIN, romanise, scriptOf } from './names/script.ts';

/** An organisation's name, ready to be compared. */
export interface Organisation {
  /** As the page shows it. */
  shown: string;
  /** The words that tell it from others, in the order shown. Never empty. */
  core: readonly string[];
  /** Words of trade that come and go ("consulting", "executive search"), sorted. */
  trade: readonly string[];
}

const LONGEST = 300;
const MOST_WORDS = 16;
/** Many bodies share three letters, so an acronym needs its words of trade too. */
const ACRONYM = 4;

/** Forms of company, which say nothing of which company it is. */
const LEGAL = new Set(
  `inc incorporated llc ltd limited plc corp corporation co company cos gmbh mbh ag akg aktiengesellschaft kg kgaa ohg ug ev se sa sas sasu
  sarl srl spa sl slu sc scs cia bv nv bvba cv ab as asa oy oyj aps sp z zoo oo doo dd ooo oao zao pao ao jsc ojsc cjsc pjsc pjs fgup ltda
  sapi eood ead ad kft zrt nyrt sro pte pty proprietary sdn bhd kk llp lp pllc private public joint stock open closed liability sal
  fzco fze fzc dmcc bsc wll est sirketi sti anonim sociedad anonima variable gesellschaft the and of for de del la le les und et y i
  ооо оао зао пао ао тоо 有限公司 公司 株式会社 주식회사`.split(/\s+/),
);
/** Trades so common in names of consultancies and recruiters that two firms that share only these share nothing. */
const TRADE = new Set(
  `advisers advisors advisory agency analytics associates business capital career careers center centre communications consult
  consultancy consultants consulting corporate development enterprise enterprises executive executives experts expert firm foundation global
  group groupe gruppe headhunters headhunting holding holdings hr human information insight insights institute intelligence international
  investment investments jobs management network networks organisation organization partner partners people policy professional professionals
  recruiters recruiting recruitment research resource resources search service services solution solutions staffing strategic strategies strategy
  studies systems talent talents tank tech technologies technology think ventures worldwide`.split(/\s+/),
);
/** Kinds of body other than a company; with the forms and trades they tell an organisation from a person. */
const BODIES =
  /\b(?:bank|trust|university|ministry|party|industries|army|navy|front|shipping|trading|airlines?|airways|hotel|center|republic|brigade|fund)\b/i;

/** Undefined when nothing but forms of company is left. */
export function readOrganisation(shown: string): Organisation | undefined {
  const words = split(shown);
  const telling = words.filter((word) => !LEGAL.has(word));
  const core = telling.filter((word) => !TRADE.has(word));
  const trade = telling.filter((word) => TRADE.has(word));
  if (core.length > 0) return { shown, core, trade: trade.sort() };
  // Nothing but trade: "Global Executive Search". Then the trade is the name, and only the whole of it matches.
  return trade.length > 1 ? { shown, core: trade, trade: [] } : undefined;
}

/** Forms of company that are also small words of names. */
const SMALL = new Set('the and of for de del la le les und et y i sa as ad ag ao co se sp z cia'.split(' '));

export function looksLikeOrganisation(shown: string): boolean {
  const telling = (word: string) => (LEGAL.has(word) && !SMALL.has(word)) || TRADE.has(word);
  return BODIES.test(shown) || split(shown).some(telling);
}

/**
 * `same`: the same core, and no word of trade that speaks against it; where the core is one word, which many firms share, all
 * words of trade too, or none. `similar`: the same core in another order, of two words or more under another trade, of one
 * word under some of them, or one slip of the pen in a long word; worth nothing without another sign. Apex Consulting and
 * Apex Capital share nothing. Numbers and short words count only when exact.
 */
export function compareOrganisations(one: Organisation, other: Organisation): 'same' | 'similar' | undefined {
  const agree = tradesAgree(one, other);
  if (one.core.join('') === other.core.join('')) return compareTrades(one, other, agree);
  const reordered = one.core.toSorted().join(' ') === other.core.toSorted().join(' ');
  return reordered || (agree && oneSlip(one.core, other.core)) ? 'similar' : undefined;
}

/** Of two with the same core, also where one writes "Good Will" and the other "Goodwill". */
function compareTrades(one: Organisation, other: Organisation, agree: boolean): 'same' | 'similar' | undefined {
  const [few, many] = [one.trade.length, other.trade.length].sort((a, b) => a - b);
  if (one.core.join('').length <= ACRONYM) return agree && few === many ? 'same' : undefined;
  if (one.core.length > 1 || other.core.length > 1) return agree ? 'same' : 'similar';
  if (!agree) return undefined;
  return few === 0 || few === many ? 'same' : 'similar';
}

function tradesAgree(one: Organisation, other: Organisation): boolean {
  const [few, many] = one.trade.length <= other.trade.length ? [one.trade, other.trade] : [other.trade, one.trade];
  return few.every((word) => many.includes(word));
}

function oneSlip(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  const lone = one.filter((word) => !other.includes(word));
  const others = other.filter((word) => !one.includes(word));
  return lone.length === 1 && others.length === 1 && slip(lone[0]!, others[0]!);
}

/** One letter added, lost, changed or swapped with its neighbour, in a word of five letters or more without digits. */
function slip(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 5 || long.length - short.length > 1 || /\d/.test(one + other)) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  const rest = (word: string, from: number) => word.slice(from);
  if (short.length < long.length) return rest(short, start) === rest(long, start + 1);
  if (rest(short, start + 1) === rest(long, start + 1)) return true;
  const swapped = short[start] === long[start + 1] && short[start + 1] === long[start];
  return swapped && rest(short, start + 2) === rest(long, start + 2);
}

/** Lower-case words in Latin letters; letters parted by full stops or spaces are one word: "S.A.", "I B M". */
function split(shown: string): string[] {
  const name = shown.slice(0, LONGEST);
  const words = PLAIN.test(name) ? splitPlain(name.toLowerCase()) : splitUnicode(name);
  return words
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
    .map((word) => (LEGAL.has(word) ? word : romanise(word, scriptOf(word))));
}

function splitPlain(name: string): string[] {
  return name
    .replace(/['`"]s?\b/g, '')
    .replace(/\//g, '.')
    .replace(/(?<![a-z0-9])([a-z])\.?[\s.](?=[a-z](?:[\s.,]|$))/g, '$1')
    .split(/[^a-z0-9]+/);
}

function splitUnicode(name: string): string[] {
  return name
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’‘`´"“”«»]s?\b/g, '')
    .replace(/\p{Cf}/gu, '')
    .replace(/\//g, '.')
    .replace(/(?<![\p{L}\p{N}])(\p{L})\.?[\s.](?=\p{L}(?:[\s.,]|$))/gu, '$1')
    .split(/[^\p{L}\p{M}\p{N}]+/u);
}
