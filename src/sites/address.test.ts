import { describe, expect, it } from 'vitest';
import { exampleRules } from '../../tests/fixtures/site-rules.ts';
import { matchPath, pageAt, profileAddress, rulesFor } from './address.ts';

const linkedin = exampleRules('linkedin');
const all = [exampleRules('generic'), linkedin, exampleRules('xing')];

function kindAndHandle(address: string) {
  const match = pageAt(linkedin, new URL(address));
  return match && [match.page.kind, match.address.parts.handle];
}

describe('addresses', () => {
  it.each([
    ['https://www.linkedin.com/in/ada-brook/', 'ada-brook'],
    ['https://www.linkedin.com/in/ada-brook', 'ada-brook'],
    ['https://uk.linkedin.com/in/ada-brook?trk=people', 'ada-brook'],
    ['https://linkedin.com/in/Ada-Brook/#about', 'Ada-Brook'],
    ['https://www.linkedin.com/in/ada-brook/overlay/contact-info/', 'ada-brook'],
    ['https://www.linkedin.com/in/ada-brook/recent-activity/all/', 'ada-brook'],
    ['https://www.linkedin.com/in/ada-brook/details/experience/', 'ada-brook'],
    ['https://www.linkedin.com/in/ada-brook/de', 'ada-brook'],
    ['https://www.linkedin.com/mwlite/in/ada-brook', 'ada-brook'],
    ['https://www.linkedin.com/mwlite/profile/in/ada-brook', 'ada-brook'],
    ['https://www.linkedin.com/IN/ada-brook/', 'ada-brook'],
    ['https://www.linkedin.com/in/h%C3%A9l%C3%A8ne-vardel/', 'hélène-vardel'],
    ['https://www.linkedin.com/in/he%CC%81le%CC%80ne-vardel/', 'hélène-vardel'],
    ['https://www.linkedin.com/in/森川-由美/', '森川-由美'],
    ['https://www.linkedin.com/in/%F0%9F%94%BAgaspard/', '🔺gaspard'],
    ['https://www.linkedin.com/in/50%25-off/', '50%-off'],
    ['https://www.linkedin.com/in/%E0%A4%A/', '%E0%A4%A'],
  ])('%s is the profile of %s', (address, handle) => {
    expect(kindAndHandle(address)).toEqual(['profile', handle]);
  });

  it.each([
    'https://www.linkedin.com/in/',
    'https://www.linkedin.com/in/me/',
    'https://www.linkedin.com/company/crumb/',
    'https://www.linkedin.com/jobs/view/123/',
    'https://www.linkedin.com/authwall?trk=x&sessionRedirect=https%3A%2F%2Fwww.linkedin.com%2Fin%2Fada-brook',
    'https://www.linkedin.com/pub/dir/ada/brook',
  ])('%s is no profile', (address) => {
    expect(kindAndHandle(address)?.[0]).not.toBe('profile');
  });

  it.each([
    ['linkedin', 'ada brook', 'https://www.linkedin.com/in/ada%20brook/'],
    ['xing', 'Ada_Brook', 'https://www.xing.com/profile/Ada_Brook/'],
    ['generic', 'ada', undefined],
  ])('of a profile on %s are made from its handle, and read back', (site, handle, address) => {
    expect(profileAddress(all.find(({ id }) => id === site)!, handle)).toBe(address);
    const page = address && pageAt(rulesFor(all, address)!, new URL(address));
    if (page) expect([page.page.kind, page.address.parts.handle]).toEqual(['profile', handle]);
  });

  it('are covered by a host and its subdomains, not by look-alikes', () => {
    expect(rulesFor(all, 'https://de.linkedin.com/in/ada')?.id).toBe('linkedin');
    expect(rulesFor(all, 'https://www.xing.com/profile/Ada_Brook')?.id).toBe('xing');
    expect(rulesFor(all, 'https://notlinkedin.com/in/ada')?.id).toBe('generic');
    expect(rulesFor(all, 'https://linkedin.com.evil.example/in/ada')?.id).toBe('generic');
    expect(rulesFor([linkedin], 'https://evil.example/in/ada')).toBeUndefined();
    expect(rulesFor(all, 'not an address')).toBeUndefined();
  });

  it('remember a named rest whole', () => {
    expect(matchPath('/people/**handle', ['people', 'ada', 'brook'])).toEqual({ handle: 'ada/brook' });
    expect(matchPath('/*/:handle', ['team', 'ada'])).toEqual({ handle: 'ada' });
    expect(matchPath('/*/:handle', ['ada'])).toBeUndefined();
  });
});
