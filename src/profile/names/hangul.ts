/** Korean names: Hangul to sounds, and the ways in which each syllable is written in Latin. */
import type { Syllables } from './spelling.ts';

const FIRST = 0xac00;
const LAST = 0xd7a3;

/** Revised romanisation first, then what McCune-Reischauer and passports have. Unicode order of the conjoining letters. */
const ONSETS = 'g,k kk,gg n d,t tt,dd r,l,n m b,p pp,bb s,sh ss  j,ch jj ch k t p h'
  .split(' ')
  .map((each) => each.split(','));
const VOWELS =
  'a,ah ae,ai,e ya yae,yai eo,u,o,uh,eu,ou e,ay,eh yeo,yu,you,yo,yuh ye,yeh,ya o,oh wa wae,wai,oe oe,oi,we,wae yo,yoh u,oo,woo,ou wo,weo,wuh,ueo we wi,ui,wee yu,yoo,you,u eu,u,oo ui,eui,i,ee i,ee,yi,ie'
    .split(' ')
    .map((each) => each.split(','));
const CODAS = ' k,g,c k k n n n t,d l,r k m l l l p l m p,b p t t ng t t k t p t'
  .split(' ')
  .map((each) => each.split(','));

/** Family names that are written otherwise than their sounds. */
const FAMILY_SPELLINGS = new Map(
  '이:lee,rhee,li,ri,yi,i,rhie 리:lee,rhee,li,ri,yi 박:park,pak,bak,bark 최:choi,choe,choy 임:lim,im,rim,yim,leem 림:lim,im,rim 유:yoo,yu,you,ryu,lyu,liu 류:ryu,yoo,yu,lyu,liu,ryoo 노:noh,roh,no,ro 로:noh,roh,no,ro 나:na,ra,nah 라:ra,na,la 양:yang,ryang,liang 량:ryang,yang,liang 여:yeo,yuh,lyeo 우:woo,wu,u,woo 신:shin,sin,sheen 심:shim,sim 백:baek,paik,paek,back,baik,beak,pack 배:bae,pae,bai 서:seo,suh,so,su,sur 성:sung,seong,song 정:jung,jeong,chung,cheong,joung,chong,jong 조:cho,jo,joe,choe 장:jang,chang 전:jeon,chun,jun,chon,cheon,jon 천:cheon,chun,chon 허:heo,huh,hur,ho,her 현:hyun,hyeon,hyon 곽:kwak,gwak,kwack 문:moon,mun 금:keum,geum,kum 엄:eom,um,uhm,om,eum 안:an,ahn 오:oh,o,ou 강:kang,gang 김:kim,gim,ghim 국:kook,kuk,guk 육:yuk,yook 맹:maeng,meng 명:myung,myeong,myong 석:seok,suk,sok 설:seol,sul,sol 선:sun,seon,son 손:son,sohn,shon 주:joo,ju,chu,choo 추:choo,chu 구:koo,gu,ku,goo 권:kwon,gwon,kweon,kwun 홍:hong 황:hwang,whang 윤:yoon,yun,youn,yune 길:gil,kil 변:byun,byeon,pyon,byon 연:yeon,youn,yon 염:yeom,yum,youm,yom 원:won,weon 왕:wang 제:je,jae 지:ji,chi,jee 진:jin,chin 차:cha 채:chae,chai 하:ha,hah 함:ham 황보:hwangbo 남궁:namgung,namkung,namkoong 선우:sunwoo,seonu,sunoo 제갈:jegal 독고:dokgo'
    .split(' ')
    .map((line) => {
      const [family, spellings] = line.split(':') as [string, string];
      return [family, spellings.split(',')] as const;
    }),
);

/** Han characters of Korean family names, each followed by its Hangul. */
const FAMILY_HAN = new Map(
  '金김李이朴박崔최鄭정姜강趙조尹윤張장林임韓한吳오徐서申신權권黃황安안宋송柳류劉유洪홍全전高고文문梁양孫손裵배白백曺조曹조許허南남沈심盧노河하郭곽成성車차朱주禹우具구辛신任임羅나田전閔민兪유陳진池지嚴엄蔡채元원千천方방孔공玄현咸함卞변楊양邊변廉염呂여秋추都도石석蘇소愼신馬마薛설吉길延연魏위表표明명奇기潘반王왕琴금玉옥陸육印인孟맹諸제牟모卓탁鞠국丁정葛갈周주余여殷은片편龍용慶경奉봉史사夫부皇황太태卜복睦목桂계皮피杜두智지甘감董동程정'
    .match(/../gu)!
    .map((pair) => [pair[0]!, pair[1]!] as const),
);

function letters(syllable: string): [number, number, number] | undefined {
  const code = syllable.codePointAt(0)! - FIRST;
  if (code < 0 || code > LAST - FIRST) return undefined;
  return [Math.floor(code / 588), Math.floor((code % 588) / 28), code % 28];
}

function spellings(syllable: string): string[] {
  const found = letters(syllable);
  if (!found) return [];
  const [onset, vowel, coda] = found;
  return ONSETS[onset]!.flatMap((first) =>
    VOWELS[vowel]!.flatMap((middle) => CODAS[coda]!.map((last) => first + middle + last)),
  );
}

/** Undefined when this is not a Korean name of two to four syllables; a Han family name before Hangul is read as Korean. */
export function hangulSyllables(word: string): Syllables | undefined {
  const characters = Array.from(word);
  const family = characters[0] === undefined ? undefined : FAMILY_HAN.get(characters[0]);
  if (family !== undefined) characters[0] = family;
  if (characters.length < 2 || characters.length > 4 || !characters.every((each) => letters(each))) return undefined;
  const length = characters.length > 2 && FAMILY_SPELLINGS.has(characters.slice(0, 2).join('')) ? 2 : 1;
  const name = characters.slice(0, length).join('');
  const known = FAMILY_SPELLINGS.get(name) ?? [];
  return {
    family: length === 1 ? [[...new Set([...known, ...spellings(name)])]] : [known],
    given: characters.slice(length).map(spellings),
  };
}

/** Revised romanisation, with the helping vowel of foreign words left out: 뉴턴 is nyuteon, 푸시킨 pusikin. */
export function hangulSound(word: string): string | undefined {
  let sound = '';
  for (const character of word) {
    const found = letters(character);
    if (!found) return undefined;
    const [onset, vowel, coda] = found;
    const middle = VOWELS[vowel]![0]!;
    sound += ONSETS[onset]![0]! + (middle === 'eu' ? '' : middle) + CODAS[coda]![0]!;
  }
  return sound;
}
