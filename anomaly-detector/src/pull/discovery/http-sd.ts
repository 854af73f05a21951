import { authorizationOf } from '../config/credentials.ts';
import type { HttpSd } from '../config/scrape-config.ts';
import { fetchText, nameOf } from '../fetch-text.ts';
import type { DiscoveredGroup, Discovery } from './discovered.ts';
import { parseTargetList } from './target-list.ts';

const timeoutMs = 10_000;
const mostBytes = 10 * 1024 * 1024;

/** Asks an address for targets; what it last answered stays in force while it does not. */
export class HttpDiscovery implements Discovery {
  readonly name: string;
  readonly everyMs: number;
  groups: readonly DiscoveredGroup[] = [];
  problem = '';
  #config: HttpSd;

  constructor(config: HttpSd) {
    this.name = nameOf(config.url);
    this.everyMs = config.refresh_interval;
    this.#config = config;
  }

  async refresh(): Promise<void> {
    const { url, refresh_interval } = this.#config;
    try {
      const { text } = await fetchText(url, {
        headers: {
          accept: 'application/json',
          'x-prometheus-refresh-interval-seconds': String(refresh_interval / 1000),
        },
        authorization: await authorizationOf(this.#config),
        timeoutMs,
        mostBytes,
      });
      this.groups = parseTargetList(text, nameOf(url)).map(({ targets, labels }) => ({
        targets,
        labels: { ...labels, __meta_url: url },
      }));
      this.problem = '';
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }
}
