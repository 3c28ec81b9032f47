import '../src/worker/feed-store.ts';
import '../src/no-eval.ts';
import { defineBackground } from 'wxt/utils/define-background';
import { startWorker } from '../src/worker/worker.ts';

// Not a module: Chromium compiles the modules of a worker anew at each wake-up (see wxt.config.ts).
export default defineBackground(startWorker);
