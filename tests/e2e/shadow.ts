/**
 * Looking into closed shadow roots, which a page cannot do and a test must. Our warnings carry no mark that a page could
 * look for, so a test page must have no closed roots of its own.
 */
import type { CDPSession, Page } from 'puppeteer';

export interface ShadowView {
  /** Runs in the page with the shadow root as its first argument. */
  call<T>(fn: (root: ShadowRoot, ...args: never[]) => T, ...args: unknown[]): Promise<T>;
  /** What a reader sees, roughly: the text of the root without its styles. */
  text(): Promise<string>;
  /** Presses the first button whose name starts with `name`. */
  press(name: string): Promise<void>;
}

const TEXT = (root: ShadowRoot) =>
  [...root.children]
    .filter((child) => child.localName !== 'style')
    .map((child) => (child as HTMLElement).innerText)
    .join('\n');

const PRESS = (root: ShadowRoot, name: string) => {
  const buttons = [...root.querySelectorAll<HTMLElement>('button, a[href], summary')];
  const button = buttons.find((candidate) => (candidate.ariaLabel ?? candidate.innerText).trim().startsWith(name));
  if (!button) throw new Error(`No button named ${name}; there are ${buttons.map((b) => b.innerText).join(' | ')}`);
  button.focus();
  button.click();
};

function view(call: ShadowView['call']): ShadowView {
  return { call, text: () => call(TEXT), press: (name) => call(PRESS as never, name) };
}

interface CdpNode {
  backendNodeId: number;
  shadowRootType?: 'user-agent' | 'open' | 'closed';
  children?: CdpNode[];
  shadowRoots?: CdpNode[];
}

export async function shadowsThroughCdp(cdp: CDPSession): Promise<ShadowView[]> {
  const { root } = await cdp.send('DOM.getDocument', { depth: -1, pierce: true });
  const found: number[] = [];
  const walk = (node: CdpNode) => {
    if (node.shadowRootType === 'closed') found.push(node.backendNodeId);
    for (const child of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) walk(child);
  };
  walk(root as CdpNode);
  return found.map((backendNodeId) =>
    view(async (fn, ...args) => {
      const { object } = await cdp.send('DOM.resolveNode', { backendNodeId });
      const answer = await cdp.send('Runtime.callFunctionOn', {
        functionDeclaration: `function (...args) { return (${fn})(this, ...args); }`,
        objectId: object.objectId!,
        arguments: args.map((value) => ({ value })),
        returnByValue: true,
        awaitPromise: true,
        userGesture: true,
      });
      if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? 'failed');
      return answer.result.value;
    }),
  );
}

interface BidiNode {
  sharedId: string;
  value?: { mode?: 'open' | 'closed'; children?: BidiNode[]; shadowRoot?: BidiNode | null };
}

/** What we use of Puppeteer's inside: it offers BiDi's `script` module only through its own serialiser. */
interface BidiRealm {
  target: unknown;
  session: { send(method: string, params: unknown): Promise<{ result: BidiResult }> };
}

interface BidiResult {
  type: 'success' | 'exception';
  exceptionDetails?: { text: string };
  result: { type: string; value?: unknown };
}

export async function shadowsThroughBidi(page: Page): Promise<ShadowView[]> {
  const frame = page.mainFrame() as unknown as { mainRealm(): { realm: BidiRealm } };
  const { realm } = frame.mainRealm();
  const run = async (method: string, params: object) => {
    const { result } = await realm.session.send(method, { ...params, target: realm.target, awaitPromise: true });
    if (result.type === 'exception') throw new Error(result.exceptionDetails?.text ?? 'failed');
    return result.result;
  };
  const document = await run('script.evaluate', {
    expression: 'document.documentElement',
    serializationOptions: { maxDomDepth: null, includeShadowTree: 'all' },
  });
  const found: string[] = [];
  const walk = ({ sharedId, value }: BidiNode) => {
    if (value?.mode === 'closed') found.push(sharedId);
    for (const child of value?.children ?? []) walk(child);
    if (value?.shadowRoot) walk(value.shadowRoot);
  };
  walk(document as unknown as BidiNode);
  return found.map((sharedId) =>
    view(async (fn, ...args) => {
      const answer = await run('script.callFunction', {
        functionDeclaration: `async (root, args) => JSON.stringify(await (${fn})(root, ...JSON.parse(args)) ?? null)`,
        arguments: [{ sharedId }, { type: 'string', value: JSON.stringify(args) }],
        userActivation: true,
      });
      return JSON.parse(answer.value as string);
    }),
  );
}
