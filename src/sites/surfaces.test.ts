import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { exampleRules } from '../../tests/fixtures/site-rules.ts';
import { readPage } from './read.ts';

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

  it('search results as first served in this generation', () => {
    const card = `<div data-view-name="people-search-result"><a href="/in/ada-brook/">${photo}</a>
      <div><p data-view-name="search-result-lockup-title"><a href="https://www.linkedin.com/in/ada-brook/">Ada Brook</a> • 2nd</p><div><p>Baker</p></div></div>
      <div><p><a href="/in/ben-cole/">Ben Cole</a> is a mutual connection</p></div></div>`;
    expect(people('https://www.linkedin.com/search/results/people/', `<main>${card}</main>`)).toEqual([
      ['card', 'Ada Brook', 'ada-brook'],
    ]);
  });

  it('a post without a picture is its author’s, not theirs who reposted it', () => {
    const actor = (href: string, name: string) =>
      `<div><a href="${href}"><div aria-label="${name}"><p>${name}</p><p> • 2nd</p></div></a></div><div><p>Baker</p></div>`;
    const post = (key: string, inside: string) =>
      `<div role="listitem" componentkey="update-card-focus${key}FeedType_MAIN_FEED">
       <p><a href="/in/ben-cole/"><span>Ben Cole</span></a> reposted this</p>${inside}</div>`;
    const posts =
      post('a', actor('/in/ada-brook/', 'Ada Brook')) +
      post('b', actor('/company/crumb/', 'Crumb') + actor('/in/cy-dale/', 'Cy Dale'));
    expect(people('https://www.linkedin.com/feed/', `<main>${posts}</main>`)).toEqual([
      ['post', 'Ada Brook', 'ada-brook'],
    ]);
  });

  it('a post with the picture of somebody who commented above it, and that comment below', () => {
    const named = (name: string, degree: string) =>
      `<a href="/in/ada-brook/"><div aria-label="${name} ${degree}"><p><span>${name}</span></p><p><span>• ${degree}</span></p></div></a>`;
    const comment = `<div componentkey="replaceableComment_urn:li:comment:(activity:1,2)"><a href="/in/ben-cole/">${photo}</a>
      <a href="/in/ben-cole/"><p><span><span>View Ben Cole’s profile</span><span aria-hidden="true">Ben Cole<span>• Following</span></span></span></p><div><p>Smith</p></div></a></div>`;
    const post = `<div role="listitem"><div><a href="/in/ben-cole/">${photo}</a>
      <p><a href="/in/ben-cole/"><strong><span data-sdui-anchor-id="feed-header-1">Ben Cole</span></strong></a> commented on this</p></div><hr>
      <div><a href="/in/ada-brook/">${photo}</a></div><div>${named('Ada Brook', '2nd')}<p>Baker</p></div>${comment}</div>`;
    expect(people('https://www.linkedin.com/feed/', `<main><div data-testid="mainFeed">${post}</div></main>`)).toEqual([
      ['post', 'Ada Brook', 'ada-brook'],
      ['comment', 'Ben Cole', 'ben-cole'],
    ]);
  });

  it('my network: invitations once, people one may know, and no moments to celebrate', () => {
    const item = (handle: string, name: string, key = '') =>
      `<div role="listitem" ${key}><a href="/in/${handle}/">${photo}</a><a href="/in/${handle}/"><p>${name}</p><p>Baker</p></a></div>`;
    const grow = `<div data-sdui-screen="com.linkedin.sdui.flagshipnav.mynetwork.Grow"><div componentkey="MyNetwork_InvitationsPreview">
      ${item('ada-brook', 'Ada Brook')}</div><div>${item('cy-dale', 'Cy Dale')}</div></div>`;
    expect(people('https://www.linkedin.com/mynetwork/grow/', `<main>${grow}</main>`)).toEqual([
      ['card', 'Cy Dale', 'cy-dale'],
      ['invitation', 'Ada Brook', 'ada-brook'],
    ]);
    const moments = `<div data-sdui-screen="com.linkedin.sdui.flagshipnav.mynetwork.CatchUpAll">${item('ada-brook', 'Congratulate Ada Brook')}</div>`;
    expect(people('https://www.linkedin.com/mynetwork/catch-up/all/', `<main>${moments}</main>`)).toEqual([]);
  });

  it('invitations and connections known by the keys of their lists alone', () => {
    const card = `<div componentkey="auto-component-1"><a href="/in/ada-brook/">${photo}</a><p><a href="/in/ada-brook/">Ada Brook</a></p><p>Baker</p></div>`;
    expect(
      people(
        'https://www.linkedin.com/mynetwork/invitation-manager/received/',
        `<main><div componentkey="InvitationManagerPage_InvitationsList">${card}</div></main>`,
      ),
    ).toEqual([['invitation', 'Ada Brook', 'ada-brook']]);
    expect(
      people(
        'https://www.linkedin.com/mynetwork/invite-connect/connections/',
        `<main><div componentkey="ConnectionsPage_ConnectionsList"><div data-display-contents="true">${card}</div></div></main>`,
      ),
    ).toEqual([['card', 'Ada Brook', 'ada-brook']]);
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

const MEMBER = 'ACoAAPdu258BD1TDRcquQ0e4CW7esl_FQnDJWKC';
const ADA = 'https://www.linkedin.com/in/ada-brook/';

function profile(body: string, url = ADA) {
  const { window } = new JSDOM(`<!doctype html><body>${body}</body>`, { url });
  const { reading } = readPage(window.document, url, exampleRules('linkedin'), window);
  return { facts: reading.subjects[0]?.facts, state: reading.health.state };
}

function topCard(marks: string, name: string, more = '') {
  return `<main id="workspace"><section aria-label="Primary content"><div ${marks}><div><section ${marks}>
    <div><a href="${ADA}" componentkey="topcard-logo-image-referencekey"><figure><img src="https://media.licdn.com/profile-displayphoto-x"></figure></a>
    <div><div>${name}</div></div><p>Baker at Crumb</p><div><p>Leeds, England</p><p>·</p>
    <p><a href="${ADA}overlay/contact-info/">Contact info</a></p></div>${more}</div></section></div></div>
    <section><h2>About</h2><p>Bread.</p></section></section><aside><h2>Ben Cole</h2></aside></main>`;
}

describe('profiles of the current generation', { timeout: 60_000 }, () => {
  const trigger =
    '<a href="/in/ada-brook/" componentkey="ProfileVerificationTriggerRef-ada-brook"><h2>Ada Brook</h2></a>';
  it.each([
    ['by key', `componentkey="com.linkedin.sdui.profile.card.ref${MEMBER}Topcard"`, '<h2>Ada Brook</h2>'],
    ['by id alone', `id="com.linkedin.sdui.profile.card.ref${MEMBER}Topcard"`, '<h2>Ada Brook</h2>'],
    [
      'with the name in an h1',
      `componentkey="com.linkedin.sdui.profile.card.ref${MEMBER}Topcard"`,
      '<h1>Ada Brook</h1>',
    ],
    ['by nothing but what leads to the verification', '', trigger],
  ])('marked %s are read', (_, marks, name) => {
    const { facts } = profile(topCard(marks, name));
    expect(facts).toMatchObject({ name: 'Ada Brook', handle: 'ada-brook', location: 'Leeds, England' });
    expect(facts?.photoUrl).toContain('displayphoto');
    expect(facts?.memberId).toBe(marks === '' ? undefined : MEMBER);
  });

  it('are read where an empty copy of the card stands first', () => {
    const marks = `componentkey="com.linkedin.sdui.profile.card.ref${MEMBER}Topcard"`;
    const card = topCard(marks, '<h2>Ada Brook</h2>');
    expect(profile(`<div ${marks}></div>${card}`).facts?.name).toBe('Ada Brook');
  });

  it('give the number inside the id where the page gives nothing else', () => {
    const connect = '<a componentkey="ConnectButtonstate:invitation:urn:li:member:4151237535_connect">Connect</a>';
    const marks = 'componentkey="com.linkedin.sdui.profile.card.refada-brookTopcard"';
    expect(profile(topCard(marks, '<h2>Ada Brook</h2>', connect)).facts?.memberNumericId).toBe('4151237535');
  });

  it('are nobody while the verification leads to somebody else than the address', () => {
    const other = trigger.replaceAll('ada-brook', 'ben-cole');
    expect(profile(topCard('', other).replaceAll(`${ADA}overlay`, '/in/ben-cole/overlay')).facts).toBeUndefined();
  });

  it('are the reader’s own where the card offers to edit it, not where a post links to such a form', () => {
    const marks = `componentkey="com.linkedin.sdui.profile.card.ref${MEMBER}Topcard"`;
    const edit = `<a href="${ADA}edit/intro/" aria-label="Edit intro"><svg></svg></a>`;
    expect(profile(topCard(marks, '<h2>Ada Brook</h2>', edit))).toEqual({ facts: undefined, state: 'not-applicable' });
    const link = '<p>See <a href="https://www.linkedin.com/in/me/edit/intro/">this</a></p>';
    expect(profile(topCard(marks, '<h2>Ada Brook</h2>', link)).facts?.name).toBe('Ada Brook');
    expect(profile(topCard(marks, '<h2>Ada Brook</h2>') + edit).facts?.name).toBe('Ada Brook');
  });
});

describe('chats at the foot of a page', { timeout: 60_000 }, () => {
  const bubble = (handle: string, name: string, messages: string) =>
    `<div class="msg-overlay-conversation-bubble"><header class="msg-overlay-conversation-bubble-header">
     <h2 class="msg-overlay-bubble-header__title"><a href="/in/${handle}/">${name}</a></h2></header>${messages}</div>`;
  const list = (text: string) =>
    `<div class="msg-s-message-list-container"><ul><li><div class="msg-s-event-listitem msg-s-event-listitem--other">
     <p class="msg-s-event-listitem__body">${text}</p></div></li></ul></div>`;

  it('are each read as what one person wrote; one that is folded says nothing', () => {
    const body =
      bubble('ada-brook', 'Ada Brook', list('Bread?')) +
      bubble('ben-cole', 'Ben Cole', list('Coal?')) +
      bubble('cy-dale', 'Cy Dale', '');
    const url = 'https://www.linkedin.com/company/crumb/';
    const { window } = new JSDOM(`<!doctype html><body>${body}</body>`, { url });
    const { subjects } = readPage(window.document, url, exampleRules('linkedin'), window).reading;
    expect(subjects.map(({ surface, facts, messages }) => [surface, facts.name, messages?.[0]?.text])).toEqual([
      ['conversation', 'Ada Brook', 'Bread?'],
      ['conversation', 'Ben Cole', 'Coal?'],
    ]);
  });
});

describe('the mobile site', { timeout: 60_000 }, () => {
  it('is read', () => {
    const body = `<nav><img data-delayed-url="https://media.licdn.com/profile-displayphoto-viewer" alt="Robin Reader Profile picture"></nav>
      <div><img data-delayed-url="https://media.licdn.com/profile-displayphoto-ada" alt="Profile picture of Ada Brook"><h1>Ada Brook</h1>
      <div class="body-small text-color-text">Baker at Crumb</div>
      <div class="body-small text-color-text-low-emphasis">Leeds <span class="member-connection-info">300 connections</span></div></div>
      <div class="summary-container"><div class="description">Bread.</div></div>`;
    const { facts } = profile(body, 'https://www.linkedin.com/mwlite/in/ada-brook');
    expect(facts).toMatchObject({
      name: 'Ada Brook',
      handle: 'ada-brook',
      headline: 'Baker at Crumb',
      about: 'Bread.',
    });
    expect(facts?.photoUrl).toContain('displayphoto-ada');
    expect(facts?.connections?.count).toBe(300);
  });
});

describe('what stands in place of a profile', { timeout: 60_000 }, () => {
  it.each([
    ['a sign-in wall', '<main class="authwall"><h1>Join LinkedIn</h1><form class="join-form"></form></main>'],
    ['a sign-in page', '<main><h1>Sign in</h1><form class="login__form"></form></main>'],
    ['a captcha', '<main><h1>Let’s do a quick security check</h1><form id="captcha-challenge"></form></main>'],
    ['a page that does not exist', '<main class="not-found__container"><h1>This page doesn’t exist</h1></main>'],
    ['a shell that loads', '<div id="root"></div>'],
    ['a shell with an empty card', '<main><section class="artdeco-card"><div></div></section></main>'],
  ])('%s: nobody, and no fault', (_, body) => {
    expect(profile(body)).toEqual({ facts: undefined, state: 'not-applicable' });
  });

  it.each(['search/results/people/', 'messaging/', 'mynetwork/', 'feed/', 'posts/somebody_activity-1'])(
    '%s: a page that has not loaded, or is a guest’s, is no fault; one that is not understood is',
    (path) => {
      const url = `https://www.linkedin.com/${path}`;
      expect(profile('<div id="root"></div>', url).state).toBe('not-applicable');
      expect(profile('<meta name="pageKey" content="d_public_post"><main><p>x</p></main>', url).state).toBe(
        'not-applicable',
      );
      expect(profile('<main><p>x</p></main>', url).state).toBe('unreadable');
    },
  );

  it('a profile that is not there leads to an address of its own', () => {
    expect(profile('<main><h1>Profile not available</h1></main>', 'https://www.linkedin.com/in/unavailable/')).toEqual({
      facts: undefined,
      state: 'not-applicable',
    });
  });

  it.each([
    'https://www.linkedin.com/sales/lead/ACwAAA,NAME_SEARCH,x',
    'https://www.linkedin.com/talent/profile/AEMAA',
    'https://www.linkedin.com/company/crumb/',
    'https://www.linkedin.com/school/leeds/',
    'https://www.linkedin.com/jobs/view/1/',
    'https://www.linkedin.com/learning/baking',
  ])('%s is no page of ours', (url) => {
    expect(profile('<main><h1>Ada Brook</h1><a href="/in/ada-brook/">Ada Brook</a></main>', url)).toEqual({
      facts: undefined,
      state: 'not-applicable',
    });
  });
});
