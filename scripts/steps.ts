/** One line per step with its time, as a person follows it; the times are kept for the summary. */
export class Steps {
  readonly ms: Record<string, number> = {};
  /** The step being walked. */
  now = '';
  readonly #started = performance.now();

  async run<T>(
    name: string,
    work: (say: (line: string) => void) => Promise<T>,
    tell: (result: T) => string,
  ): Promise<T> {
    this.now = name;
    const started = performance.now();
    const result = await work((line) => console.log(`  ${line}`));
    this.ms[name] = Math.round(performance.now() - started);
    console.log(`✓ ${tell(result)} (${(this.ms[name] / 1000).toFixed(1)} s)`);
    return result;
  }

  total(): number {
    return Math.round(performance.now() - this.#started);
  }
}
