import { hex } from '../../feed/hash.ts';
import { foldHandle, numericMemberId } from '../../profile/account.ts';
import type { Facts } from '../../profile/facts.ts';
import type { Report } from '../../reports/report.ts';

const encoder = new TextEncoder();

/** The identity in an age key file or a pasted text: its line without the comments around it. */
export function findIdentity(text: string): string | undefined {
  return /^AGE-SECRET-KEY-[0-9A-Z-]+$/m.exec(text.trim())?.[0];
}

/**
 * What lets the hub group and search what it cannot read. Both keys are derived from the secret that the desk's
 * analysts share: the hub sees which reports concern the same account, and which share a word, but neither account nor
 * word.
 */
export class DeskKeys {
  readonly #index: CryptoKey;
  readonly #content: CryptoKey;

  private constructor(index: CryptoKey, content: CryptoKey) {
    this.#index = index;
    this.#content = content;
  }

  /** HKDF-SHA-256 (RFC 5869) over the secret's text; one key for tags (HMAC), one for content (AES-GCM). */
  static async from(shared: string): Promise<DeskKeys> {
    const secret = await crypto.subtle.importKey('raw', encoder.encode(shared), 'HKDF', false, ['deriveKey']);
    const derive = (purpose: string, type: HmacKeyGenParams | AesKeyGenParams, usages: KeyUsage[]) => {
      const salt = encoder.encode('gamekeeper desk v1');
      const derivation = { name: 'HKDF', hash: 'SHA-256', salt, info: encoder.encode(purpose) };
      return crypto.subtle.deriveKey(derivation, secret, type, false, usages);
    };
    return new DeskKeys(
      await derive('index', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign']),
      await derive('content', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
    );
  }

  /** Tag of the account a report is about, 64 hex digits. A profile without handle and id is one with its page. */
  personTag(facts: Facts, pageUrl: string): Promise<string> {
    const number = facts.memberNumericId ?? (facts.memberId && numericMemberId(facts.memberId));
    const account = facts.handle
      ? `handle:${foldHandle(facts.handle)}`
      : number
        ? `number:${number}`
        : `page:${pageUrl}`;
    return this.#tag(`person\0${facts.site}\0${account}`);
  }

  /** Tags of the words in a text, whole words only. */
  wordTags(text: string): Promise<string[]> {
    const words = text
      .normalize('NFKC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
    return Promise.all([...new Set(words)].slice(0, 40).map((word) => this.#tag(`word\0${word}`)));
  }

  /** Tag of the kind of a report, among the words: what a profile was reported for. */
  kindTag(kind: Report['kind']): Promise<string> {
    return this.#tag(`kind\0${kind}`);
  }

  /** Seals a value for the desk's own use: base64 of a random 12-byte nonce and AES-GCM of its JSON. */
  async seal(value: unknown): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const box = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv },
      this.#content,
      encoder.encode(JSON.stringify(value)),
    );
    return btoa(String.fromCharCode(...iv, ...new Uint8Array(box)));
  }

  /** @returns the value, or undefined when it was sealed under another secret or was changed */
  async open(sealed: string): Promise<unknown> {
    try {
      const bytes = Uint8Array.from(atob(sealed), (char) => char.charCodeAt(0));
      const iv = bytes.subarray(0, 12);
      const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, this.#content, bytes.subarray(12));
      return JSON.parse(new TextDecoder().decode(text));
    } catch {
      return undefined;
    }
  }

  async #tag(text: string): Promise<string> {
    return hex(new Uint8Array(await crypto.subtle.sign('HMAC', this.#index, encoder.encode(text))));
  }
}
