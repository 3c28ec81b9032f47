import type { Database } from './database.ts';

/** Counters of this process, and what the database holds, in Prometheus' text format (version 0.0.4). */
export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @param area the part of the hub that was asked, never the address itself */
  count(area: string, status: number): void {
    const labels = `area="${area}",status="${status}"`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
  }

  async render(): Promise<string> {
    const { reports } = await this.#db
      .selectFrom('reports')
      .select(({ fn }) => fn.countAll<number>().as('reports'))
      .executeTakeFirstOrThrow();
    return [
      '# HELP gamekeeper_hub_requests_total Requests answered by this process.',
      '# TYPE gamekeeper_hub_requests_total counter',
      ...[...this.#requests].sort().map(([labels, count]) => `gamekeeper_hub_requests_total{${labels}} ${count}`),
      '# HELP gamekeeper_hub_reports Sealed reports in the database.',
      '# TYPE gamekeeper_hub_reports gauge',
      `gamekeeper_hub_reports ${reports}`,
      '# HELP process_resident_memory_bytes Memory of this process.',
      '# TYPE process_resident_memory_bytes gauge',
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      '',
    ].join('\n');
  }
}
