import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { readPage } from './read.ts';
import { exampleRules } from './rules.fixture.ts';

/** Markup known by its anchors alone: no whole page of these kinds was at hand when the rules were written. */
function people(url: string, body: string) {
  const { window } = new JSDOM(`<!doctype html><body>${body}</body>`, { url });
  const { subjects } = readPage(window.document, url, exampleRules('linkedin'), window).reading;
  return subjects.map(({ surface, facts }) => [surface, facts.name, facts.handle]);
}

const photo = '<figure><img src="https://media.licdn.com/dms/image/profile-displayphoto-shrink_100_100/x"></figure>';

describe('surfaces of the current generation', { timeout: 60_000 }, () => {
  it('posts: their author, not the person or firm they mention', () => {
    const post = (href: string, name: string) =>
      `<div role="listitem"><a href="${href}">${photo}</a><a href="${href}"><p>${name}</p><p>Baker</p></a>
       <p data-testid="expandable-text-box">Thanks to <a href="https://www.linkedin.com/in/ben-cole/">Ben Cole</a></p></div>`;
    const feed =
      post('https://www.linkedin.com/in/ada-brook/', 'Ada Brook') +
      post('https://www.linkedin.com/company/crumb/', 'Crumb');
    expect(people('https://www.linkedin.com/feed/', `<main><div data-testid="mainFeed">${feed}</div></main>`)).toEqual([
      ['post', 'Ada Brook', 'ada-brook'],
    ]);
  });

  it('comments', () => {
    const comment = `<div componentkey="replaceableComment_urn:li:comment:(urn:li:activity:1,2)">
      <a href="https://www.linkedin.com/in/ada-brook/">${photo}</a>
      <a href="https://www.linkedin.com/in/ada-brook/" data-view-name="comment-actor-description"><p>Ada Brook • 2nd</p><p>Baker</p></a>
      <p>Good bread, <a href="https://www.linkedin.com/in/ben-cole/">Ben Cole</a></p></div>`;
    expect(
      people('https://www.linkedin.com/feed/', `<main><div data-testid="mainFeed">${comment}</div></main>`),
    ).toEqual([['comment', 'Ada Brook', 'ada-brook']]);
  });

  it('connections and people one may know', () => {
    const card = (handle: string, name: string) =>
      `<div componentkey="auto-component-${handle}"><a data-view-name="connections-profile" href="https://www.linkedin.com/in/${handle}/">${photo}</a>
       <a href="https://www.linkedin.com/in/${handle}/"><p>${name}</p><p>Baker</p></a></div>`;
    const list = `<main><div data-view-name="connections-list"><div>${card('ada-brook', 'Ada Brook')}${card('ben-cole', 'Ben Cole')}</div></div>
      <div data-view-name="cohort-card"><a href="https://www.linkedin.com/in/cy-dale/">${photo}<p>Cy Dale</p><p>Smith</p></a></div></main>`;
    expect(people('https://www.linkedin.com/mynetwork/invite-connect/connections/', list)).toEqual([
      ['card', 'Ada Brook', 'ada-brook'],
      ['card', 'Ben Cole', 'ben-cole'],
      ['card', 'Cy Dale', 'cy-dale'],
    ]);
  });

  it('a search result that hides its name is not the mutual connection it shows', () => {
    const card = `<div role="listitem"><div><p>LinkedIn Member</p><div><p>Baker</p></div><div><p>Leeds</p></div></div>
      <div><p><a href="https://www.linkedin.com/in/ben-cole/"><strong>Ben Cole</strong></a> is a mutual connection</p></div></div>`;
    const page = `<main data-sdui-screen="com.linkedin.sdui.flagshipnav.search.SearchResultsPeople">${card}</main>`;
    expect(people('https://www.linkedin.com/search/results/people/', page)).toEqual([]);
  });

  it('a part of a profile: the address alone says whose', () => {
    const page =
      '<main data-sdui-screen="com.linkedin.sdui.flagshipnav.profile.ProfileSkillDetails"><h2>Skills</h2></main>';
    expect(people('https://uk.linkedin.com/in/ada-brook/details/skills/', page)).toEqual([
      ['profile', undefined, 'ada-brook'],
    ]);
    expect(people('https://uk.linkedin.com/in/ada-brook/details/skills/', '<main><h2>Not found</h2></main>')).toEqual(
      [],
    );
  });
});
