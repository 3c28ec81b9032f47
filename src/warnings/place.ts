/** One element of ours in a page of theirs. */
import parts from '../pages/parts.css?inline';
import tokens from '../pages/tokens.css?inline';
import own from './warning.css?inline';

/** A page may take a warning away this often before it is left to the toolbar badge. */
const PUT_BACK = 3;

/** Events that would otherwise reach the page's own handlers: what is typed and clicked in a warning is not its matter. */
const OURS = [
  ...['click', 'dblclick', 'auxclick', 'contextmenu', 'mousedown', 'mouseup', 'mouseover', 'mouseout'],
  ...['pointerdown', 'pointerup', 'pointerover', 'pointerout', 'touchstart', 'touchend'],
  ...['keydown', 'keyup', 'keypress', 'focusin', 'focusout', 'beforeinput', 'input', 'copy'],
];

export class Place {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  #anchor!: Element;
  #position!: InsertPosition;
  #removals = 0;
  readonly #attributes: MutationObserver;

  constructor(document: Document) {
    this.host = document.createElement('div');
    this.root = this.host.attachShadow({ mode: 'closed' });
    dress(this.root);
    for (const type of OURS) this.root.addEventListener(type, keepInside);
    this.#attributes = new MutationObserver(() => this.#strip());
  }

  put(anchor: Element, position: InsertPosition): void {
    if (this.host.isConnected && anchor === this.#anchor && position === this.#position) return;
    this.#anchor = anchor;
    this.#position = position;
    anchor.insertAdjacentElement(position, this.host);
    this.#strip();
    this.#attributes.observe(this.host, { attributes: true });
  }

  /**
   * After the page has changed.
   *
   * @returns `gone`: the person it spoke of is no longer there; `unwanted`: the page keeps taking it away
   */
  check(): 'there' | 'gone' | 'unwanted' {
    if (!this.#anchor.isConnected) return 'gone';
    if (this.#removals > PUT_BACK) return 'unwanted';
    if (this.host.isConnected) return 'there';
    this.#removals += 1;
    if (this.#removals > PUT_BACK) return 'unwanted';
    this.#anchor.insertAdjacentElement(this.#position, this.host);
    return 'there';
  }

  remove(): void {
    this.#attributes.disconnect();
    this.host.remove();
  }

  /** `inert`, `aria-hidden`, `hidden` and the like are the page's; the element needs no attribute at all. */
  #strip(): void {
    const names = this.host.getAttributeNames();
    if (names.length === 0) return;
    this.#removals += 1;
    if (this.#removals > PUT_BACK) {
      this.host.remove();
      return;
    }
    for (const name of names) this.host.removeAttribute(name);
    this.#attributes.takeRecords();
  }
}

/** Our links work as links; nothing else may set off what the page wraps around the warning, such as a linked card. */
function keepInside(event: Event): void {
  event.stopPropagation();
  if (event.type !== 'click' && event.type !== 'auxclick') return;
  const [target] = event.composedPath();
  if (!(target instanceof Element && target.closest('a'))) event.preventDefault();
}

function dress(root: ShadowRoot): void {
  const text = `${tokens}${parts}${own}`;
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Not every Firefox lets an isolated world adopt a sheet.
    const style = root.ownerDocument.createElement('style');
    style.textContent = text;
    root.append(style);
  }
}
