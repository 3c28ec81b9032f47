import { expect, test } from 'vitest';
import { isCommonName } from './common-names.ts';

test.each(['Maria Garcia', 'GARCIA, Maria', 'María García | Hiring', 'Oliver Smith', 'Li Chen', 'Иван Иванов'])(
  'many people are called %s',
  (name) => expect(isCommonName(name)).toBe(true),
);

test.each(['Tamsin Verrall', 'Maria Brackwater', 'Elowen Garcia', 'Maria Josefa Garcia', 'Maria', ''])(
  'few people are called %s, or it names nobody',
  (name) => expect(isCommonName(name)).toBe(false),
);
