/** The longest outline, in characters. */
export const OUTLINE_LIMIT = 60_000;

/**
 * The structure of a page that could not be read, for whoever repairs the site rules: tags, names of attributes, class
 * names, and values from short lists that hold no text. No word that the page shows, no address, and of keys and ids
 * neither numbers nor anything that may be somebody's handle.
 *
 * The browser runs this in the page by itself (`scripting.executeScript`), so it uses nothing outside its own lines.
 *
 * @param most characters
 */
export function outline(most: number): string {
  const VALUES = /^(role|data-(testid|view-name|sdui-screen|component-type|section|[a-z-]*control-name))$/;
  const STATES = /^aria-(hidden|expanded|haspopup|current|level|selected|modal)$/;
  const KEYS = /^(id|componentkey|itemtype|itemprop)$/;
  const SAME = 3;
  const lines: string[] = [];
  let length = 0;

  const token = (value: string) => (/^[\w.:-]{1,120}$/.test(value) ? value : '');
  const key = (value: string) =>
    value
      .replace(/ACoA[\w-]{35}/g, 'ACoA*')
      .replace(/[^\s.:/_*]*(-[^\s.:/_*]+)+/g, '@')
      .replace(/\d+/g, '#')
      .slice(0, 120);
  const shown = ({ name, value }: Attr): string => {
    if (name === 'class') return `.${value.trim().split(/\s+/).map(token).filter(Boolean).slice(0, 12).join('.')}`;
    const kept = KEYS.test(name) ? key(value) : VALUES.test(name) || STATES.test(name) ? token(value) : '';
    return kept === '' ? `[${name}]` : `[${name}=${kept}]`;
  };
  const label = (element: Element) =>
    element.localName + [...element.attributes].slice(0, 20).map(shown).join('').replace(/\s+/g, ' ');

  const walk = (parent: Element | ShadowRoot, depth: number): void => {
    let last = '';
    let same = 0;
    for (const element of parent.children) {
      if (length > most || depth > 60) return;
      if (/^(script|style|link|meta|path|noscript|iframe)$/.test(element.localName)) continue;
      const text = label(element);
      same = text === last ? same + 1 : 0;
      last = text;
      if (same >= SAME) continue;
      const line = ' '.repeat(depth) + text;
      lines.push(line);
      length += line.length + 1;
      if (element.shadowRoot) walk(element.shadowRoot, depth + 1);
      if (element.localName !== 'svg') walk(element, depth + 1);
    }
  };
  walk(document.documentElement, 0);
  return lines.join('\n').slice(0, most);
}
