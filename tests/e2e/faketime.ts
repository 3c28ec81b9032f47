/** A browser that is told another hour than the machine's own: Debian's `faketime` package stands between the two. */
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserName } from '../../scripts/browsers.ts';

const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');

/** Whether this machine can do so. Firefox also needs a C compiler. */
export const canFakeTime = library !== undefined && spawnSync('cc', ['--version']).status === 0;

/**
 * Firefox's allocator asks for the time before it gives its first memory, and the library for memory before it tells its
 * first time, so neither gets on. Until the library is ready, no time has passed.
 */
const NOT_READY = `
  void *dlsym(void *, const char *);
  static int (*ready)(int, long *);
  __attribute__((constructor)) static void begin(void) { ready = dlsym((void *)-1L /* RTLD_NEXT */, "clock_gettime"); }
  int clock_gettime(int clock, long *time) { return ready ? ready(clock, time) : (time[0] = time[1] = 0); }
`;

/** The environment of a browser that asks the library. @param folder for what Firefox needs */
export function fakedTime(browser: BrowserName, folder: string): Record<string, string> {
  if (browser === 'chromium') return { LD_PRELOAD: library! };
  const first = join(folder, 'not-ready.so');
  execFileSync('cc', ['-shared', '-fPIC', '-nostdlib', '-o', first, '-x', 'c', '-'], { input: NOT_READY });
  // The sandbox opens no file for a page's process: not the one that says what the time is.
  return { LD_PRELOAD: `${first}:${library}`, MOZ_DISABLE_CONTENT_SANDBOX: '1' };
}
