import { generateIdentity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { openSharedKey, type SealedKey, sealSharedKey, sharedKey } from './shared-key.ts';

const analyst = async () => {
  const identity = await generateIdentity();
  return { identity, own: await identityToRecipient(identity) };
};
const [ada, bea, eve] = [await analyst(), await analyst(), await analyst()];

/** A hub that keeps what it is given. */
const store = (kept: SealedKey[] = []) => ({
  kept,
  keys: async () => ({ keys: kept }),
  addKey: async (key: SealedKey) => kept.push(key),
});

test('analysts with identities of their own share one secret, which the hub cannot open', async () => {
  const hub = store();
  const first = await sharedKey(hub, ada.identity, ada.own, [ada.own, bea.own]);
  expect(await sharedKey(hub, bea.identity, bea.own, [ada.own, bea.own])).toBe(first);
  expect(hub.kept).toHaveLength(1);
  expect(JSON.stringify(hub.kept)).not.toContain(first);
});

test('who is added to the list gets it when another opens the desk, and is told so until then', async () => {
  const hub = store();
  const secret = await sharedKey(hub, ada.identity, ada.own, [ada.own]);
  await expect(sharedKey(hub, bea.identity, bea.own, [ada.own, bea.own])).rejects.toMatchObject({
    code: 'ERR_NOT_A_RECIPIENT',
  });
  await sharedKey(hub, ada.identity, ada.own, [ada.own, bea.own]);
  expect(await sharedKey(hub, bea.identity, bea.own, [ada.own, bea.own])).toBe(secret);
});

test('a secret that somebody else slipped in is not taken for the desk’s', async () => {
  const real = await sealSharedKey('the desk’s', [ada.own]);
  const slipped = { ...(await sealSharedKey('known to eve', [ada.own, bea.own])), fingerprint: real.fingerprint };
  expect(await openSharedKey([slipped, real], ada.identity)).toBe('the desk’s');
  expect(await openSharedKey([slipped], bea.identity)).toBeUndefined();
  expect(await openSharedKey([real], eve.identity)).toBeUndefined();
});
