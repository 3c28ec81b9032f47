/** A stranger's text within ours: every line of it stands behind `margin`, whatever ends a line. */
export function inMargin(text: string, margin: string): string {
  return margin + text.replaceAll(/\r\n?|[\n\u2028\u2029]/g, `\n${margin}`);
}
