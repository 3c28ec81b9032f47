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

/** Where reading may start. */
export type Start = Element | ShadowRoot;

/** Elements that break a line, so that their texts are not glued together. */
const BLOCKS = new Set(
  'address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th tr ul'.split(
    ' ',
  ),
);
const MUTE = new Set('script style template noscript svg code textarea select iframe'.split(' '));

/** The most nodes walked for one text and for one reading. */
const MAX_NODES = 3_000;
const MAX_READING_NODES = 100_000;
const MAX_DEPTH = 500;
const MAX_SHADOW_HOSTS = 5;

const ELEMENT = 1;
const TEXT = 3;
const FRAGMENT = 11;

export class Dom {
  readonly #element: Element;
  readonly #fragment: DocumentFragment;
  readonly #contains: Node['contains'];
  readonly #rootOf: (document: Document) => Element | null;
  readonly #nodeType: (node: Node) => number;
  readonly #value: (node: Node) => string | null;
  readonly #first: (node: Node) => Node | null;
  readonly #next: (node: Node) => Node | null;
  readonly #parent: (node: Node) => Node | null;
  readonly #name: (element: Element) => string;
  readonly #shadow: (element: Element) => ShadowRoot | null;
  #budget = MAX_READING_NODES;

  constructor({ Document, DocumentFragment, Element, Node }: Realm) {
    this.#element = Element.prototype;
    this.#fragment = DocumentFragment.prototype;
    this.#contains = Node.prototype.contains;
    this.#rootOf = getter(Document.prototype, 'documentElement');
    this.#nodeType = getter(Node.prototype, 'nodeType');
    this.#value = getter(Node.prototype, 'nodeValue');
    this.#first = getter(Node.prototype, 'firstChild');
    this.#next = getter(Node.prototype, 'nextSibling');
    this.#parent = getter(Node.prototype, 'parentNode');
    this.#name = getter(Element.prototype, 'localName');
    this.#shadow = getter(Element.prototype, 'shadowRoot');
  }

  /** Starts a reading: the work done for it is counted anew. */
  refill(): void {
    this.#budget = MAX_READING_NODES;
  }

  /** The root element, or nothing in a document that has none. */
  root(document: Document): Element[] {
    const root = this.#rootOf(document);
    return root ? [root] : [];
  }

  /** Matches in document order. A selector that this browser does not know matches nothing. */
  all(start: Start, selector: string): ArrayLike<Element> {
    const { querySelectorAll } = this.#methods(start);
    return attempt(() => querySelectorAll.call(start, selector)) ?? [];
  }

  first(start: Start, selector: string): Element | null {
    const { querySelector } = this.#methods(start);
    return attempt(() => querySelector.call(start, selector)) ?? null;
  }

  #methods(start: Start): ParentNode {
    return this.#nodeType(start) === FRAGMENT ? this.#fragment : this.#element;
  }

  /** The open shadow roots of these elements. */
  shadowRoots(root: Element, hosts: string): ShadowRoot[] {
    return Array.from(this.all(root, hosts))
      .slice(0, MAX_SHADOW_HOSTS)
      .flatMap((host) => this.#shadow(host) ?? []);
  }

  matches(element: Element, selector: string): boolean {
    return attempt(() => this.#element.matches.call(element, selector)) ?? false;
  }

  contains(element: Element, node: Node): boolean {
    return this.#contains.call(element, node);
  }

  /** The nearest element around `element`, itself not counted. */
  around(element: Element, selector: string): Element | null {
    const parent = this.#parent(element);
    if (!parent || this.#nodeType(parent) !== ELEMENT) return null;
    return attempt(() => this.#element.closest.call(parent, selector)) ?? null;
  }

  /** The node itself, if it is an element, and the elements around it. */
  *lineage(node: Node): Generator<Element> {
    let depth = 0;
    for (let at: Node | null = node; at && depth++ < MAX_DEPTH; at = this.#parent(at)) {
      if (this.#nodeType(at) === ELEMENT) yield at as Element;
    }
  }

  attribute(element: Element, name: string): string {
    return this.#element.getAttribute.call(element, name) ?? '';
  }

  /** Raw text of a script or code element, or nothing when it is longer than `limit`. */
  source(element: Element, limit: number): string {
    let text = '';
    for (let child = this.#first(element); child && text.length <= limit; child = this.#next(child)) {
      text += this.#value(child) ?? '';
    }
    return text.length > limit ? '' : text;
  }

  /** Text that a sighted reader sees: blocks apart, white space collapsed, at most about twice `limit` long. */
  text(element: Element, unseen: string, limit: number): string {
    const most = limit * 2;
    let text = '';
    let nodes = 0;
    let hidden: Set<Node> | undefined;
    const walk = (node: Node, depth: number): void => {
      for (let child = this.#first(node); child; child = this.#next(child)) {
        if (text.length > most || ++nodes > MAX_NODES || --this.#budget < 0) return;
        const type = this.#nodeType(child);
        if (type === TEXT) text += this.#value(child)!.slice(0, most);
        if (type !== ELEMENT || depth > MAX_DEPTH) continue;
        const name = this.#name(child as Element);
        // Most texts stand alone in their element: then nobody asks what in it is hidden.
        hidden ??= new Set(Array.from(this.all(element, unseen)));
        if (MUTE.has(name) || hidden.has(child)) continue;
        const gap = BLOCKS.has(name) ? ' ' : '';
        text += gap;
        walk(child, depth + 1);
        text += gap;
      }
    };
    if (!MUTE.has(this.#name(element))) walk(element, 0);
    return text.replace(/\s+/g, ' ').trim();
  }
}

function getter<N, T>(prototype: object, name: string): (of: N) => T {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name)!;
  return (of) => get!.call(of);
}

/** What the browser makes of a selector, or nothing when it does not understand it. */
function attempt<T>(select: () => T): T | undefined {
  try {
    return select();
  } catch {
    return undefined;
  }
}
