import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

interface WriteOptions {
  mode?: number;
  /** Refuse to replace a file that is there. */
  exclusive?: boolean;
}

/**
 * Writes a file so that readers, and a machine that loses power, see the old content or the new, never a part. Once it has
 * returned, they see the new.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array | AsyncIterable<string>,
  options: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  if (options.exclusive) await (await open(path, 'wx', options.mode)).close();
  const temporary = join(folder, `.${basename(path)}.${process.pid}.part`);
  try {
    const file = await open(temporary, 'w', options.mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Systems that sync no folders (Windows, some network disks) say so by one of these. */
const NOT_SYNCED = ['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM'];

/** A new name lasts only once its folder is on the disk too. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path);
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    if (!NOT_SYNCED.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
