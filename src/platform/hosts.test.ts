import { expect, test } from 'vitest';
import { hostOf, type ReadSite, siteOf } from './hosts.ts';

test.each([
  ['people.example.org', 'people.example.org'],
  ['https://people.example.org/team/ada', 'people.example.org'],
  [' people.example.org/team ', 'people.example.org'],
  ['https://People.Example.org:8443/', 'people.example.org'],
  ['https://büro.example/', 'xn--bro-hoa.example'],
])('%s names the host %s', (address, host) => {
  expect(hostOf(address)).toBe(host);
});

test.each([
  '',
  'people',
  'http://people.example.org',
  'file:///etc/passwd',
  'https://*/*',
  'about:blank',
  'a b.example',
])('“%s” names no host that could be added', (address) => {
  expect(hostOf(address)).toBeUndefined();
});

test('a site that was added covers its own host alone, one of the extension its subdomains too', () => {
  const site = (host: string, by: ReadSite['by']): ReadSite => ({ host, by, pattern: '', allowed: true });
  const sites = [site('linkedin.com', 'extension'), site('example.org', 'user')];
  expect(siteOf(sites, 'uk.linkedin.com')?.host).toBe('linkedin.com');
  expect(siteOf(sites, 'notlinkedin.com')).toBeUndefined();
  expect(siteOf(sites, 'example.org')?.host).toBe('example.org');
  expect(siteOf(sites, 'people.example.org')).toBeUndefined();
});
