/** Looking into closed shadow roots, which a page cannot do and a test must. */
import type { CDPSession, Page } from 'puppeteer';

/** Tag of the elements that carry our warnings. */
const HOST = 'gamekeeper-warning';

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
  localName: string;
  children?: CdpNode[];
  shadowRoots?: (CdpNode & { backendNodeId: number })[];
}

export async function shadowsThroughCdp(cdp: CDPSession): Promise<ShadowView[]> {
  const { root } = await cdp.send('DOM.getDocument', { depth: -1, pierce: true });
  const found: number[] = [];
  const walk = (node: CdpNode) => {
    if (node.localName === HOST) for (const shadow of node.shadowRoots ?? []) found.push(shadow.backendNodeId);
    for (const child of node.children ?? []) walk(child);
  };
  walk(root);
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
  value: { shadowRoot: { sharedId: string } | null };
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
  const hosts = await run('script.evaluate', {
    expression: `[...document.querySelectorAll(${JSON.stringify(HOST)})]`,
    serializationOptions: { maxDomDepth: 1, includeShadowTree: 'all' },
  });
  return (hosts.value as BidiNode[])
    .filter((host) => host.value.shadowRoot)
    .map((host) =>
      view(async (fn, ...args) => {
        const answer = await run('script.callFunction', {
          functionDeclaration: `async (root, args) => JSON.stringify(await (${fn})(root, ...JSON.parse(args)) ?? null)`,
          arguments: [{ sharedId: host.value.shadowRoot!.sharedId }, { type: 'string', value: JSON.stringify(args) }],
          userActivation: true,
        });
        return JSON.parse(answer.value as string);
      }),
    );
}
