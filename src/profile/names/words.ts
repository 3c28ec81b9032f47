/** A name cut into words that can be compared, with the small words that come and go left out or joined to their neighbour. */

import { hanSound } from './han.ts';
import { hangulSound } from './hangul.ts';
import { PLAIN, romanise, romaniseSound, type Script, scriptOf, undisguise } from './script.ts';
import { consonantsOf, soundsOf } from './sound.ts';

export interface Word {
  /** As written, lower case. */
  written: string;
  script: Script;
  /** Latin letters without marks; as written where no romanisation is known. */
  text: string;
  sounds: string;
  consonants: string;
  /** Begins with `abd`, servant of; sounds and consonants are then of what follows it. */
  servant?: true;
  /** Two words of the name, read as one. */
  joined?: true;
}

const MOST_WORDS = 10;

/** Small words that some write and some do not. */
const PARTICLES = new Set(
  'de da do dos das del della di du van von der den ter y e al el bin ibn ben bint ould wuld na ag بن ابن بنت ولد'.split(
    ' ',
  ),
);
/** `Abd` and what it is said with: Abdul Rahman, Abd al-Rahman and Abdurrahman are one name. */
const SERVANT = /^abd(?:[aeiou]?[lr]?)?$/;
const SERVANT_JOINED = /^abd[aeiou]?l(?=[^aeiou]..)|^abd[aeiou](r)(?=\1?[aeiou]..)/;
const AFTER_SERVANT = /^(?:al|el|ul|ol|ar|er|ur|as|es|us|ash|esh|ad|ed|ud|an|en|un|az|ez|uz|at|et|ut)$/;
/** The end of a name in -allah or -al-din, written apart. */
const JOINS_BEFORE = /^(?:allah|ullah|ollah|uddin|eddin|aldin|aldeen|din|deen|الله|الدين)$/;
const ARABIC_ARTICLE = /^(?:ال|أل)(?=...)/;
const LATIN_ARTICLE = /^(?:al|el)(?=[^aeiou]..)/;

export function wordsOf(name: string): Word[] {
  const written = split(name).slice(0, MOST_WORDS * 2);
  const kept: string[] = [];
  for (let index = 0; index < written.length; index++) {
    const word = written[index]!;
    const next = written[index + 1];
    if (next !== undefined && (SERVANT.test(word) || word === 'عبد' || word === 'عبدال')) {
      const skip = AFTER_SERVANT.test(next) && written[index + 2] !== undefined ? 2 : 1;
      kept.push(joinServant(written[index + skip]!));
      index += skip;
    } else if (kept.length > 0 && JOINS_BEFORE.test(word)) {
      const apart = /^(?:al|ul|ud|el|ed|ad)$/.test(kept.at(-1)!) && kept.length > 1 ? kept.pop() : '';
      kept.push(kept.pop()! + (apart || '') + word);
    } else if (next !== undefined && /^(?:abu|abou|abo|ابو|أبو)$/.test(word)) {
      kept.push(word + withoutArticle(next));
      index++;
    } else {
      kept.push(word);
    }
  }
  const full = kept.filter((word) => !PARTICLES.has(word));
  const chosen = full.filter((word) => word.length > 1).length >= 2 ? full : kept;
  return chosen.slice(0, MOST_WORDS).map(toWord);
}

/** Lower-case words; a comma or hyphen parts words, an apostrophe or full stop within a word does not. */
function split(name: string): string[] {
  const words = (PLAIN.test(name) ? splitPlain : splitUnicode)(name);
  const only = words.length === 1 ? words[0]! : undefined;
  const apart = only === undefined ? words : only.split(/(?<=\p{Ll}{2})(?=\p{Lu}\p{Ll}{2})/u);
  return apart.map((word) => undisguise(word.toLowerCase()));
}

function splitPlain(name: string): string[] {
  const words = name.replace(/['`]/g, '').replace(/(?<=[a-z])\.(?=[a-z]{2})/gi, ' ');
  return words.split(/[^a-z0-9]+/i).filter((word) => word !== '');
}

function splitUnicode(name: string): string[] {
  const hebrew = /\p{Script=Hebrew}/u.test(name);
  const words = hebrew ? name : name.replace(/['’‘`´ʻʼʾʿ]/g, '');
  return words
    .replace(/(?<=\p{L})\.(?=\p{L}{2})/gu, ' ')
    .split(/[^\p{L}\p{M}\p{N}'’׳]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

function joinServant(word: string): string {
  return scriptOf(word) === 'arabic'
    ? `عبد${withoutArticle(word)}`
    : `abd${word.replace(/^(?:al|el|ur|ar)(?=[^aeiou]..)/, '')}`;
}

function withoutArticle(word: string): string {
  return word.replace(ARABIC_ARTICLE, '');
}

function toWord(written: string): Word {
  const script = scriptOf(written);
  const bare = script === 'arabic' ? written.replace(/^عبدال/, 'عبد').replace(ARABIC_ARTICLE, '') : written;
  const letters = (script === 'han' ? hanSound(bare) : script === 'hangul' ? hangulSound(bare) : undefined) ?? bare;
  const text = canonical(romanise(letters, script));
  const spoken = canonical(romaniseSound(letters, script));
  const rest = spoken.replace(script === 'arabic' ? /^bd(?=..)/ : /^abd(?=.{3})/, '');
  const sounds = soundsOf(rest);
  return { written, script, text, sounds, consonants: consonantsOf(sounds), ...(rest !== spoken && { servant: true }) };
}

function canonical(latin: string): string {
  const servant = latin.replace(SERVANT_JOINED, 'abd$1');
  return servant.replace(LATIN_ARTICLE, '');
}
