/** Which script a word is in, and its letters in Latin. The tables give sounds close to what people write in Latin. */

export type Script =
  | 'latin'
  | 'cyrillic'
  | 'greek'
  | 'georgian'
  | 'arabic'
  | 'hebrew'
  | 'hangul'
  | 'han'
  | 'kana'
  | 'other';

const SCRIPTS: readonly (readonly [Script, RegExp])[] = [
  ['latin', /\p{Script=Latin}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['georgian', /\p{Script=Georgian}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['hangul', /\p{Script=Hangul}/u],
  ['han', /\p{Script=Han}/u],
];

/**
 * Most names are plain letters. They take short ways here and elsewhere: in a worker that has just woken, preparing one
 * expression with Unicode classes costs more than reading ten names.
 */
export const PLAIN = /^[\x20-\x7e]*$/;

/** Japanese and Korean names may mix Han characters with their own; the word then counts as theirs. */
export function scriptOf(word: string): Script {
  if (/^[a-z]+$/.test(word)) return 'latin';
  return SCRIPTS.find(([, pattern]) => pattern.test(word))?.[0] ?? 'other';
}

/** Scripts that write consonants only, or nearly so: their names are compared by consonants. */
export function writesVowels(script: Script): boolean {
  return script !== 'arabic' && script !== 'hebrew';
}

function table(source: string): ReadonlyMap<string, string> {
  return new Map(
    source
      .trim()
      .split(/\s+/)
      .map((pair) => pair.split('=') as [string, string]),
  );
}

const CYRILLIC =
  table(`а=a б=b в=v г=g ґ=g д=d е=e ё=e є=e ж=zh з=z и=i і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u
  ф=f х=kh ц=ts ч=ch ш=sh щ=sh ъ= ы=y ь= э=e ю=yu я=ya ђ=dj ј=j љ=lj њ=nj ћ=ch џ=dzh ў=u ѓ=gj ќ=kj ѕ=dz ә=a ғ=g қ=k ң=n
  ө=o ұ=u ү=u һ=h ҳ=h ҷ=j ӣ=i ӯ=u`);
const GREEK = table(
  `α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o`,
);
const GREEK_PAIRS = table('ου=u αυ=av ευ=ev αι=e ει=i οι=i μπ=b ντ=nt γκ=g γγ=ng τζ=tz τσ=ts');
const GEORGIAN =
  table(`ა=a ბ=b გ=g დ=d ე=e ვ=v ზ=z თ=t ი=i კ=k ლ=l მ=m ნ=n ო=o პ=p ჟ=zh რ=r ს=s ტ=t უ=u ფ=p ქ=k ღ=gh ყ=q შ=sh
  ჩ=ch ც=ts ძ=dz წ=ts ჭ=ch ხ=kh ჯ=j ჰ=h`);
const ARABIC =
  table(`ا=a أ=a إ=i آ=a ٱ=a ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع= غ=gh ف=f ق=q
  ك=k ک=k ل=l م=m ن=n ه=h ة=a ۀ=a ە=a و=u ؤ=u ي=y ی=y ى=a ئ=y ء= پ=p چ=ch ژ=zh گ=g ڤ=v ټ=t ډ=d ړ=r ڼ=n ښ=sh ځ=z څ=ts ږ=zh
  ې=y ۍ=y ھ=h ہ=h ۃ=a ے=y ں=n ٹ=t ڈ=d ڑ=r`);
const HEBREW =
  table(`א=a ב=b ג=g ד=d ה=h ו=u ז=z ח=h ט=t י=y כ=k ך=k ל=l מ=m ם=m נ=n ן=n ס=s ע= פ=p ף=f צ=ts ץ=ts ק=k ר=r
  ש=sh ת=t`);
const HEBREW_PAIRS = table("ג'=j ז'=zh צ'=ch ץ'=ch ת'=th ט'=t וו=v יי=y");
/** Latin letters that do not decompose. */
const LATIN = table(`ß=ss æ=ae œ=oe ø=o ł=l đ=d ð=d þ=th ı=i ŋ=n ħ=h ŧ=t ə=a ɛ=e ɔ=o ƒ=f ĸ=k`);
/** Latin letters whose mark changes the consonant; used where sounds are compared, dropped where letters are. */
const MARKED = table(`š=sh č=ch ž=zh ć=ch ś=sh ź=z ş=sh ș=sh ț=ts ţ=ts ç=s ğ=g ř=r ñ=n ď=d ť=t ň=n đ=dj ð=th þ=th`);

const KANA_VOWELS = 'aiueo';
const KANA =
  table(`ア=a イ=i ウ=u エ=e オ=o カ=ka ガ=ga キ=ki ギ=gi ク=ku グ=gu ケ=ke ゲ=ge コ=ko ゴ=go サ=sa ザ=za シ=shi ジ=ji
  ス=su ズ=zu セ=se ゼ=ze ソ=so ゾ=zo タ=ta ダ=da チ=chi ヂ=ji ツ=tsu ヅ=zu テ=te デ=de ト=to ド=do ナ=na ニ=ni ヌ=nu ネ=ne
  ノ=no ハ=ha バ=ba パ=pa ヒ=hi ビ=bi ピ=pi フ=fu ブ=bu プ=pu ヘ=he ベ=be ペ=pe ホ=ho ボ=bo ポ=po マ=ma ミ=mi ム=mu メ=me
  モ=mo ヤ=ya ユ=yu ヨ=yo ラ=ra リ=ri ル=ru レ=re ロ=ro ワ=wa ヲ=o ン=n ヴ=vu ァ=a ィ=i ゥ=u ェ=e ォ=o ャ=ya ュ=yu ョ=yo
  ッ= ー=`);

/** Letters that other scripts lend to disguise a Latin word. */
const LOOKALIKES = table(`а=a в=b с=c е=e н=h і=i ї=i ј=j к=k м=m о=o р=p ѕ=s т=t у=y х=x ԁ=d ԛ=q ԝ=w һ=h ӏ=l г=r п=n
  α=a β=b ε=e η=n ι=i κ=k ν=v ο=o ρ=p τ=t υ=u χ=x γ=y ω=w ϲ=c`);
const DIGITS = table('0=o 1=i 3=e 4=a 5=s 7=t 8=b 9=g');

/**
 * Undoes disguise in one lower-case word: letters of other scripts within a word that has Latin letters, and digits
 * within a word. A word wholly in another script is left alone: it is somebody's own.
 */
export function undisguise(word: string): string {
  if (/^[a-z]*$/.test(word)) return word;
  const latin = /\p{Script=Latin}/u.test(word);
  const lent = latin && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word);
  const digits = latin && /\d/.test(word) && /\p{L}{2}/u.test(word);
  if (!lent && !digits) return word;
  return Array.from(
    word,
    (letter) => (lent && LOOKALIKES.get(letter)) || (digits && DIGITS.get(letter)) || letter,
  ).join('');
}

/** The Latin letters, without marks, of a lower-case word. Han and Hangul are for their own modules. */
export function romanise(word: string, script: Script): string {
  switch (script) {
    case 'latin':
      return stripMarks(spell(word, LATIN));
    case 'cyrillic':
      return spell(stripMarks(word, 'й ї ё ў'), CYRILLIC);
    case 'greek':
      return spell(spell(stripMarks(word), GREEK_PAIRS, 2), GREEK);
    case 'georgian':
      return spell(word, GEORGIAN);
    case 'arabic':
      return spell(stripMarks(word, 'أ إ آ ؤ ئ'), ARABIC);
    case 'hebrew':
      return spell(spell(stripMarks(word).replace(/[׳’]/g, "'"), HEBREW_PAIRS, 2), HEBREW).replaceAll("'", '');
    case 'kana':
      return kana(word);
    default:
      return word;
  }
}

/** As `romanise`, with the marks of Latin letters spelled out as the consonants they make. */
export function romaniseSound(word: string, script: Script): string {
  return script === 'latin' ? romanise(spell(word.normalize('NFC'), MARKED), script) : romanise(word, script);
}

function stripMarks(word: string, except = ''): string {
  if (/^[a-z]*$/.test(word)) return word;
  const letters = Array.from(word.normalize('NFC'), (letter) =>
    except.includes(letter) ? letter : letter.normalize('NFD').replace(/\p{M}+/gu, ''),
  );
  return letters.join('');
}

function spell(word: string, letters: ReadonlyMap<string, string>, width = 1): string {
  if (/^[a-z]*$/.test(word)) return word;
  let spelled = '';
  for (let index = 0; index < word.length; ) {
    const found = letters.get(word.slice(index, index + width));
    spelled += found ?? word[index];
    index += found === undefined ? 1 : width;
  }
  return spelled;
}

/** キャ is kya, not kiya; a doubled consonant and a long vowel are written once, as names mostly are. */
function kana(word: string): string {
  const katakana = word.replace(/[\u3041-\u3096]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));
  let spelled = '';
  for (const letter of katakana) {
    const sound = KANA.get(letter) ?? letter;
    const small = 'ァィゥェォャュョ'.includes(letter);
    if (small && KANA_VOWELS.includes(spelled.at(-1) ?? '')) spelled = spelled.slice(0, -1);
    spelled += sound;
  }
  return spelled.replace(/(sh|ch|j)y/g, '$1');
}
