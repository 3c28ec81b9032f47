/**
 * The page's tree, read without trusting it. A form or image named like a DOM property hides that property on the
 * document and on the form (`<form name="querySelectorAll">`), so every access goes through the prototype.
 */
export interface Realm {
  Document: { prototype: Document };
  DocumentFragment: { prototype: DocumentFragment };
  Element: { prototype: Element };
  Node: { prototype: Node };
}

/** Elements that break a line, so that their texts are not glued together. */
const BLOCKS = new Set(
  'address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th tr ul'.split(
    ' ',
  ),
);
const MUTE = new Set(['script', 'style', 'template', 'noscript', 'svg', 'code', 'textarea', 'select', 'iframe']);

/** The most nodes walked for one text and for one reading, and elements looked at for one selector. */
const MAX_NODES = 3_000;
const MAX_READING_NODES = 100_000;
const MAX_MATCHES = 400;
const MAX_DEPTH = 500;
const MAX_SHADOW_HOSTS = 5;

const ELEMENT = 1;
const TEXT = 3;
const DOCUMENT = 9;
const FRAGMENT = 11;

type Start = Document | DocumentFragment | Element;

export class Dom {
  readonly #queryDocument: (this: Document, selector: string) => NodeListOf<Element>;
  readonly #queryFragment: (this: DocumentFragment, selector: string) => NodeListOf<Element>;
  readonly #queryElement: (this: Element, selector: string) => NodeListOf<Element>;
  readonly #matches: (this: Element, selector: string) => boolean;
  readonly #closest: (this: Element, selector: string) => Element | null;
  readonly #contains: (this: Node, other: Node) => boolean;
  readonly #getAttribute: (this: Element, name: string) => string | null;
  readonly #get: Record<'firstChild' | 'nextSibling' | 'parentNode' | 'nodeType' | 'nodeValue', PropertyDescriptor>;
  readonly #localName: PropertyDescriptor;
  readonly #shadowRoot: PropertyDescriptor;
  #budget = MAX_READING_NODES;

  constructor(realm: Realm) {
    this.#queryDocument = realm.Document.prototype.querySelectorAll;
    this.#queryFragment = realm.DocumentFragment.prototype.querySelectorAll;
    this.#queryElement = realm.Element.prototype.querySelectorAll;
    this.#matches = realm.Element.prototype.matches;
    this.#closest = realm.Element.prototype.closest;
    this.#contains = realm.Node.prototype.contains;
    this.#getAttribute = realm.Element.prototype.getAttribute;
    const node = (name: string) => Object.getOwnPropertyDescriptor(realm.Node.prototype, name)!;
    this.#get = {
      firstChild: node('firstChild'),
      nextSibling: node('nextSibling'),
      parentNode: node('parentNode'),
      nodeType: node('nodeType'),
      nodeValue: node('nodeValue'),
    };
    this.#shadowRoot = Object.getOwnPropertyDescriptor(realm.Element.prototype, 'shadowRoot')!;
    this.#localName = Object.getOwnPropertyDescriptor(realm.Element.prototype, 'localName')!;
  }

  /** Starts a reading: the work done for it is counted anew. */
  refill(): void {
    this.#budget = MAX_READING_NODES;
  }

  /** Matches in document order, bounded. A selector that this browser does not know matches nothing. */
  all(start: Start, selector: string, most = MAX_MATCHES): Element[] {
    const matches: Element[] = [];
    try {
      const list = this.#query(start, selector);
      for (let index = 0; index < list.length && index < most; index++) matches.push(list[index]!);
    } catch {}
    return matches;
  }

  #query(start: Start, selector: string): NodeListOf<Element> {
    const type = this.#nodeType(start);
    if (type === DOCUMENT) return this.#queryDocument.call(start as Document, selector);
    if (type === FRAGMENT) return this.#queryFragment.call(start as DocumentFragment, selector);
    return this.#queryElement.call(start as Element, selector);
  }

  /** The open shadow roots of these elements. */
  shadowRoots(document: Document, hosts: string): ShadowRoot[] {
    return this.all(document, hosts, MAX_SHADOW_HOSTS).flatMap((host) => this.#shadowRoot.get!.call(host) ?? []);
  }

  has(start: Start, selector: string): boolean {
    return this.all(start, selector, 1).length > 0;
  }

  matches(element: Element, selector: string): boolean {
    try {
      return this.#matches.call(element, selector);
    } catch {
      return false;
    }
  }

  contains(element: Element, node: Node): boolean {
    return this.#contains.call(element, node);
  }

  /** The nearest element around `element`, itself not counted. */
  around(element: Element, selector: string): Element | undefined {
    const parent = this.#get.parentNode.get!.call(element) as Node | null;
    if (!parent || this.#nodeType(parent) !== ELEMENT) return undefined;
    try {
      return this.#closest.call(parent as Element, selector) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** The node itself, if it is an element, and the elements around it. */
  *lineage(node: Node): Generator<Element> {
    let depth = 0;
    for (
      let at: Node | null = node;
      at && depth++ < MAX_DEPTH;
      at = this.#get.parentNode.get!.call(at) as Node | null
    ) {
      if (this.#nodeType(at) === ELEMENT) yield at as Element;
    }
  }

  attribute(element: Element, name: string): string {
    return this.#getAttribute.call(element, name) ?? '';
  }

  /** Raw text of a script or code element, or nothing when it is longer than `limit`. */
  source(element: Element, limit: number): string {
    let text = '';
    for (let child = this.#first(element); child && text.length <= limit; child = this.#next(child)) {
      text += this.#get.nodeValue.get!.call(child) ?? '';
    }
    return text.length > limit ? '' : text;
  }

  /** Text that a sighted reader sees: blocks apart, white space collapsed, at most `limit` long. */
  text(element: Element, unseen: string, limit: number): string {
    let text = '';
    let nodes = 0;
    const stack: (Node | ' ')[] = [element];
    while (stack.length > 0 && text.length <= limit * 2 && nodes++ < MAX_NODES && this.#budget-- > 0) {
      const node = stack.pop()!;
      if (node === ' ') {
        text += ' ';
        continue;
      }
      const type = this.#nodeType(node);
      if (type === TEXT) text += (this.#get.nodeValue.get!.call(node) as string).slice(0, limit * 2);
      if (type !== ELEMENT) continue;
      const name = this.#localName.get!.call(node) as string;
      if (MUTE.has(name) || (node !== element && this.matches(node as Element, unseen))) continue;
      if (BLOCKS.has(name)) {
        text += ' ';
        stack.push(' ');
      }
      this.#pushChildren(node, stack);
    }
    return text.replace(/\s+/g, ' ').trim();
  }

  #pushChildren(node: Node, stack: (Node | ' ')[]): void {
    const at = stack.length;
    let count = 0;
    for (let child = this.#first(node); child && count++ < MAX_NODES; child = this.#next(child)) stack.push(child);
    // The last one pushed is walked first.
    for (let low = at, high = stack.length - 1; low < high; low++, high--) {
      [stack[low], stack[high]] = [stack[high]!, stack[low]!];
    }
  }

  #nodeType(node: Node): number {
    return this.#get.nodeType.get!.call(node) as number;
  }

  #first(node: Node): Node | null {
    return this.#get.firstChild.get!.call(node) as Node | null;
  }

  #next(node: Node): Node | null {
    return this.#get.nextSibling.get!.call(node) as Node | null;
  }
}
