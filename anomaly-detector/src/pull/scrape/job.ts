import type { TargetStatus } from '../../ingest/scraper.ts';
import type { ScrapeConfig } from '../config/scrape-config.ts';
import type { Discovery } from '../discovery/discovered.ts';
import { FileDiscovery } from '../discovery/file-sd.ts';
import { HttpDiscovery } from '../discovery/http-sd.ts';
import { type ScrapeTarget, targetOf } from '../discovery/target.ts';
import type { PullParts } from '../parts.ts';
import { TargetLoop } from './target-loop.ts';
import { type ScrapeOutcome, TargetScrape } from './target-scrape.ts';

type Running = { loop: TargetLoop; status: TargetStatus };

/** One entry of `scrape_configs`: finds its targets, keeps a loop for each, and follows as they come and go. */
export class ScrapeJob {
  #config: ScrapeConfig;
  #parts: PullParts;
  #discoveries: Discovery[];
  #running = new Map<string, Running>();
  #timers: NodeJS.Timeout[] = [];
  #looks = new Set<Promise<void>>();
  #told = '';
  #isClosed = false;

  constructor(config: ScrapeConfig, parts: PullParts) {
    this.#config = config;
    this.#parts = parts;
    this.#discoveries = [
      ...config.file_sd_configs.map((each) => new FileDiscovery(each)),
      ...config.http_sd_configs.map((each) => new HttpDiscovery(each)),
    ];
  }

  start(): void {
    this.#follow();
    for (const discovery of this.#discoveries) {
      const look = () => {
        const looking = this.#look(discovery)
          .catch((error: Error) => this.#fail(error))
          .finally(() => this.#looks.delete(looking));
        this.#looks.add(looking);
      };
      look();
      this.#timers.push(setInterval(look, discovery.everyMs));
    }
  }

  /** How each target is doing. */
  status(): TargetStatus[] {
    return [...this.#running.values()].map(({ status }) => status);
  }

  /** Stops every loop and waits for what is in hand. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all([...[...this.#running.values()].map(({ loop }) => loop.close()), ...this.#looks]);
  }

  async #look(discovery: Discovery): Promise<void> {
    await discovery.refresh();
    if (discovery.problem !== '') this.#parts.metrics.discoveryFailures.inc({ job: this.#config.job_name });
    this.#follow();
  }

  /** Starts what is new and ends what is gone. */
  #follow(): void {
    if (this.#isClosed) return;
    const problems = this.#discoveries.map(({ problem }) => problem).filter((problem) => problem !== '');
    const targets = this.#targets(problems);
    for (const [id, running] of this.#running) if (!targets.has(id)) this.#end(id, running);
    for (const [id, target] of targets) if (!this.#running.has(id)) this.#begin(id, target);
    this.#parts.metrics.targets.set({ job: this.#config.job_name }, targets.size);
    this.#tell(problems.join('; '));
  }

  #targets(problems: string[]): Map<string, ScrapeTarget> {
    const groups = [...this.#config.static_configs, ...this.#discoveries.flatMap((each) => each.groups)];
    const targets = new Map<string, ScrapeTarget>();
    for (const { targets: addresses, labels } of groups) {
      for (const address of addresses) {
        try {
          const target = targetOf(this.#config, address, labels);
          if (target !== null) targets.set(target.id, target);
        } catch (error) {
          problems.push((error as Error).message);
        }
      }
    }
    return targets;
  }

  #begin(id: string, target: ScrapeTarget): void {
    const { now } = this.#parts;
    const { labels } = target;
    const service = labels.service ?? labels.job ?? this.#config.job_name;
    const status = { service, instance: labels.instance ?? '', up: false, lastScrapeAt: null, error: '' };
    const running: Running = {
      status,
      loop: new TargetLoop(new TargetScrape(this.#config, target, now), now, {
        onOutcome: (outcome, at) => this.#take(running, outcome, at),
        onFailure: (error) => this.#fail(error),
      }),
    };
    this.#running.set(id, running);
    running.loop.start();
  }

  #end(id: string, { loop }: Running): void {
    this.#running.delete(id);
    void loop.close();
    this.#parts.takeSeries(loop.scrape.end(this.#parts.now()));
  }

  #take(running: Running, { series, exposed, seconds, error }: ScrapeOutcome, at: number): void {
    const { metrics, takeSeries } = this.#parts;
    const job = this.#config.job_name;
    metrics.scrapeSeconds.observe({ job }, seconds);
    metrics.scrapedSamples.inc({ job }, exposed);
    if (error !== '') metrics.scrapeFailures.inc({ job });
    running.status = {
      ...running.status,
      up: error === '',
      lastScrapeAt: error === '' ? at : running.status.lastScrapeAt,
      error,
    };
    takeSeries(series);
  }

  #fail(error: Error): void {
    this.#parts.log.error({ job: this.#config.job_name, err: error }, 'what was scraped could not be taken');
  }

  #tell(problem: string): void {
    if (problem !== this.#told && problem !== '')
      this.#parts.log.warn({ job: this.#config.job_name, problem }, 'some targets cannot be found');
    this.#told = problem;
  }
}
