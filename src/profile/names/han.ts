/** Chinese names: characters to syllables, and the ways in which each is written in Latin. */
import table from './han-readings.json' with { type: 'json' };
import type { Syllables } from './spelling.ts';

let readings: Map<string, string> | undefined;

/** Pinyin without tone; undefined for a rare character. The table unfolds on first use: most pages show no Han name. */
export function pinyin(character: string): string | undefined {
  readings ??= new Map(
    table.readings.split(' ').flatMap((each) => {
      const [reading = ''] = /^[a-z]+/.exec(each)!;
      return Array.from(each.slice(reading.length), (character) => [character, reading] as const);
    }),
  );
  return readings.get(character);
}

/** Characters that are read otherwise when they are a family name. */
const FAMILY_READINGS = new Map(
  '曾zeng 单shan 單shan 解xie 仇qiu 任ren 翟zhai 盖ge 蓋ge 查zha 区ou 區ou 乐yue 樂yue 冼xian 覃qin 缪miao 繆miao 朴piao 华hua 華hua 沈shen 尹yin 尉wei 葛ge'
    .split(' ')
    .map((pair) => [pair[0]!, pair.slice(1)] as const),
);
const TWO_CHARACTER_FAMILIES = new Set(
  '欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 夏侯 令狐 端木 长孙 長孫 宇文 轩辕 軒轅'.split(
    ' ',
  ),
);

/**
 * How family names of one Mandarin reading are written in Hong Kong, Singapore, Malaysia, Taiwan and overseas: by
 * Cantonese, Hokkien, Teochew and Hakka sound and by older custom.
 */
const FAMILY_SPELLINGS = new Map(
  `bai:pai,pak,bak,peh cai:tsai,choi,choy,tsoi,chua,chai,chye cao:tsao,tso,cho,chao chang:sheung,siong chen:chan,tan,chin,ting
  cheng:ching,tay dai:tai,tay deng:teng,tang,thang ding:ting,teng dong:tung,tong du:tu,to,doo,toh duan:tuan fan:faan,hoan,huan
  fang:fong,hong,png,pang feng:fung,foong,fong fu:foo,poh,hu gao:kao,ko,koh,kow ge:ko,kot gong:kung,keung,kong gu:ku,koo
  guo:kuo,kwok,quek,kok,kwek,koay han:hon,hang hao:hau he:ho,hoe,hor hong:hung,ang,hoong hou:hau,how hu:woo,wu,oh,foo hua:wa,hwa
  huang:wong,hwang,ng,ooi,oei,wee,bong,vong,wang ji:chi,kei,kee jia:chia,ka,kar jian:chien,kan jiang:chiang,keung,kong,kang,tseung,cheung,chiong
  jin:chin,kam,kim,gan,king kang:hong,kong kong:kung,hung,khong lai:lay lei:lui,loy lan:lam li:lee,lei,lai,ly,lie
  liang:leung,leong,neo,niu,leung,lyang liao:liu,liew,leow lin:lam,lim,lum,ling liu:lau,low,lew,lao,liew,loo long:lung,loong,leng
  lu:lo,loo,low,lui,luk,look,lyu,lv,loke luo:lo,law,loh,lor lv:lui,lu,lyu,loo ma:mah,mar,bey mai:mak mao:mo,mau,mow mei:mui,bye meng:mang,beng miao:miu,meow
  mo:mok ni:ngai,nei ou:au,ow,aw pan:poon,phua,pun,phang pang:pong,phang peng:pang,phang,pung pi:pei qi:chi,kei,chai qian:chien,chin,zee,chee qin:chin,chun
  qiu:chiu,yau,khoo,kew,hew,khoo,chew,koo qu:chu,wat,kut ren:jen,yam,yum,lim shao:siu,siew shen:sham,shum,sum,sim,shum shi:shih,shek,sek,see,sze,si,sy
  song:sung,soong su:so,soh,soo,sou sun:suen,soon,swen,suan tan:tam,tham,hom tang:tong,thong,teng tao:to,tow tian:tien,tin,thien
  tong:tung,tang tu:to,tho wan:man,ban wang:wong,ong,heng,vong wei:ngai,wai,goei,nguy,wee wen:wan,man,boon weng:yung,ang
  wu:ng,goh,mo,woo,eng,go,ngo,mou,moo,gouw xia:hsia,ha,har xiang:hsiang,heung xiao:hsiao,siu,siew,seow,shiu,siaw xie:hsieh,tse,chia,cheah,tze,tsia,sia,jay
  xin:hsin,san xing:hsing,ying xiong:hsiung,hung,hong xu:hsu,tsui,chui,hui,khoo,koh,ko,chee,chooi,shu,sher,shyu xue:hsueh,sit,seet,sih yan:yen,yim,ngan,gan,giam
  yang:yeung,yeo,young,yong,yeong,ieong yao:yiu,yew,yow ye:yeh,yip,ip,yap,yapp yin:wan,yan,wun you:yau,yew,yu yu:yue,yee,eu,yue,er,yü,ee,oo
  yuan:yuen,wan,uen,yan yue:ngok,yueh,ngo zeng:tseng,tsang,chan,chang,chen,chng zhai:chai,jak,dik zhan:chan,chim,jim,chim zhang:chang,cheung,teo,chong,cheong,teoh,tiong,chiong,jang,cheong
  zhao:chao,chiu,teo,chew,jiu,chow zheng:cheng,cheang,tay,teh,chang,tee,jeng,ty,te zhong:chung,cheong,chong zhou:chou,chow,chau,chew,chiu,joe,jew zhu:chu,chue,choo,gee,chee,tsu zhuang:chuang,chong,ching,chng
  zou:tsou,chow,chau,chow zuo:tso,cho`
    .trim()
    .split(/\s+/)
    .map((line) => {
      const [reading, spellings] = line.split(':') as [string, string];
      return [reading, spellings.split(',')] as const;
    }),
);

/** What is said before the final in Wade-Giles, without its apostrophes, as names are printed. */
const WADE_INITIALS: Record<string, string> = {
  zh: 'ch', ch: 'ch', sh: 'sh', b: 'p', d: 't', g: 'k', j: 'ch', q: 'ch', x: 'hs', z: 'ts', c: 'ts', r: 'j',
}; // biome-ignore format: one table
const WADE_WHOLE: Record<string, readonly string[]> = {
  zhi: ['chih'], chi: ['chih'], shi: ['shih'], ri: ['jih'], zi: ['tzu', 'tze'], ci: ['tzu', 'tze'], si: ['ssu', 'szu', 'sze'],
  er: ['erh'], e: ['o'], ge: ['ko'], ke: ['ko'], he: ['ho', 'he'], yi: ['i', 'yi', 'yee'], you: ['yu', 'yiu'], yong: ['yung'], yan: ['yen'],
  ye: ['yeh'], yue: ['yueh'], gui: ['kuei'], kui: ['kuei'], guo: ['kuo'], kuo: ['kuo'], huo: ['huo'], shuo: ['shuo'], lv: ['lu', 'lyu'], lu: ['lu', 'lyu', 'lv'],
  nv: ['nu', 'nyu'], nu: ['nu', 'nyu', 'nv'], wen: ['wen'],
}; // biome-ignore format: one table
const WADE_FINALS: Record<string, string> = { ong: 'ung', iong: 'iung', ian: 'ien', ie: 'ieh', ue: 'ueh', uo: 'o' };

/** One pinyin syllable in Wade-Giles, as in `zhiqiang` = `chih chiang`. */
function wadeGiles(syllable: string): readonly string[] {
  const whole = WADE_WHOLE[syllable];
  if (whole) return whole;
  const [, initial = '', final = ''] = /^(zh|ch|sh|[bpmfdtnlgkhjqxzcsrwy]?)(.*)$/.exec(syllable) ?? [];
  return [(WADE_INITIALS[initial] ?? initial) + (WADE_FINALS[final] ?? final)];
}

/** Undefined when this is not two to four characters with known readings. */
export function hanSyllables(word: string): Syllables | undefined {
  const characters = Array.from(word);
  if (characters.length < 2 || characters.length > 4) return undefined;
  const familyLength = characters.length > 2 && TWO_CHARACTER_FAMILIES.has(characters.slice(0, 2).join('')) ? 2 : 1;
  const read = characters.map((character, index) =>
    index < familyLength ? (FAMILY_READINGS.get(character) ?? pinyin(character)) : pinyin(character),
  );
  if (!read.every((reading) => reading !== undefined)) return undefined;
  const spellings = read.map((reading) => [reading, ...wadeGiles(reading)]);
  const family = spellings.slice(0, familyLength);
  if (familyLength === 1) family[0]!.push(...(FAMILY_SPELLINGS.get(read[0]!) ?? []));
  return { family, given: spellings.slice(familyLength) };
}

/** The readings joined, for a foreign name written in Chinese sounds. */
export function hanSound(word: string): string | undefined {
  const read = Array.from(word, pinyin);
  return read.every((reading) => reading !== undefined) ? read.join('') : undefined;
}
