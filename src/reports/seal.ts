import { Decrypter, Encrypter } from 'age-encryption';
import { z } from 'zod';
import { GamekeeperError } from '../errors.ts';
import { type Report, type ReportDraft, reportSchema } from './report.ts';

const KIB = 1024;

/**
 * Sizes in bytes that the text of a report is padded to before it is sealed. Who sees the ciphertext learns one of
 * these and nothing finer. The last three carry a screenshot.
 */
export const PADDED_SIZES = [4, 16, 48, 256, 1_024, 4_096].map((size) => size * KIB);

/** Gives a draft its schema version, its random id and its time. */
export function stamp(draft: ReportDraft, now: Date): Report {
  return { ...draft, version: 1, id: crypto.randomUUID(), createdAt: now.toISOString() };
}

/** JSON followed by spaces: a JSON reader, and `age --decrypt | jq`, see no difference. */
function pad(json: string): Uint8Array {
  const text = new TextEncoder().encode(json);
  const size = PADDED_SIZES.find((candidate) => text.length <= candidate);
  if (size === undefined) {
    throw new GamekeeperError(
      'ERR_REPORT_TOO_LARGE',
      `This report is larger than ${PADDED_SIZES.at(-1)! / KIB} KB. Leave out the screenshot or some of the messages.`,
    );
  }
  const padded = new Uint8Array(size).fill(0x20);
  padded.set(text);
  return padded;
}

/**
 * Seals bytes to every recipient (`age1…`): any one of their identities opens them. The result is a binary age v1 file
 * (https://age-encryption.org/v1).
 * @throws ERR_NO_RECIPIENTS, ERR_BAD_RECIPIENT
 */
export async function sealBytes(bytes: Uint8Array, recipients: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  if (recipients.length === 0) {
    throw new GamekeeperError(
      'ERR_NO_RECIPIENTS',
      'The list names nobody who can read reports. Tell your security team.',
    );
  }
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (cause) {
      throw new GamekeeperError(
        'ERR_BAD_RECIPIENT',
        `reporting.json names a recipient that is no age key: ${recipient.slice(0, 80)}. Tell your security team.`,
        { cause },
      );
    }
  }
  return Uint8Array.from(await encrypter.encrypt(bytes));
}

/**
 * Opens an age file with an identity (`AGE-SECRET-KEY-1…`).
 * @throws ERR_BAD_IDENTITY, ERR_NOT_A_RECIPIENT, ERR_REPORT_DAMAGED
 */
export async function openBytes(sealed: Uint8Array, identity: string): Promise<string> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity.trim());
  } catch (cause) {
    throw new GamekeeperError('ERR_BAD_IDENTITY', 'This is no age identity. It begins with AGE-SECRET-KEY-1.', {
      cause,
    });
  }
  try {
    return await decrypter.decrypt(sealed, 'text');
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('no identity matched')) {
      throw new GamekeeperError('ERR_NOT_A_RECIPIENT', 'This report is not sealed to your identity.', { cause });
    }
    throw new GamekeeperError('ERR_REPORT_DAMAGED', 'This report cannot be opened: its ciphertext is damaged.', {
      cause,
    });
  }
}

/** @throws ERR_REPORT_TOO_LARGE, and as `sealBytes` */
export async function seal(report: Report, recipients: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  return sealBytes(pad(JSON.stringify(report)), recipients);
}

/**
 * Opens a sealed report and parses it.
 * @param expectedId the id under which it was delivered; a report that carries another id was copied from elsewhere
 * @throws as `openBytes`
 */
export async function unseal(sealed: Uint8Array, identity: string, expectedId?: string): Promise<Report> {
  const report = parseReport(await openBytes(sealed, identity));
  if (expectedId !== undefined && report.id !== expectedId) {
    throw new GamekeeperError('ERR_REPORT_DAMAGED', 'This report carries the id of another one. It may be a copy.');
  }
  return report;
}

function parseReport(text: string): Report {
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch (cause) {
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    const how = issue ? `has an unknown form: ${issue.path.join('.')}: ${issue.message}` : 'holds no JSON.';
    throw new GamekeeperError('ERR_REPORT_DAMAGED', `This report ${how}`, { cause });
  }
}
