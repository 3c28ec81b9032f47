import { describe, expect, test } from 'vitest';
import { stem } from './stem.ts';

describe('Words that a rule treats as the same', () => {
  test.each([
    ['report', 'reports', 'reported', 'reporting'],
    ['work', 'works', 'working', 'workings'],
    ['meeting', 'meetings', 'meet'],
    ['pay', 'pays', 'paid', 'paying'],
    ['write', 'writes', 'writing', 'wrote', 'written'],
    ['analysis', 'analyses', 'analyse', 'analyze', 'analyzed', 'analysing'],
    ['organisation', 'organization', 'organisations', 'organizations'],
    ['remunerate', 'remunerated', 'remunerating'],
    ['travel', 'travelling', 'traveling', 'travelled', 'travels'],
    ['defence', 'defense'],
    ['favourable', 'favorable'],
    ['honour', 'honor', 'honoured', 'honors'],
    ['summary', 'summaries'],
    ['dialogue', 'dialog', 'dialogues'],
    ['colleague', 'colleagues'],
    ['fee', 'fees'],
    ['business', 'businesses'],
    ['process', 'processes', 'processed'],
    ['idea', 'ideas'],
  ])('%s and its other forms', (first, ...rest) => {
    for (const word of rest) expect(`${word}: ${stem(word)}`).toBe(`${word}: ${stem(first)}`);
  });

  test.each([
    ['reporter', 'report'],
    ['insider', 'inside'],
    ['hour', 'hor'],
    ['four', 'for'],
    ['news', 'new'],
    ['policy', 'police'],
    ['thing', 'th'],
    ['need', 'ned'],
  ])('%s is not %s', (one, other) => {
    expect(stem(one)).not.toBe(stem(other));
  });
});
