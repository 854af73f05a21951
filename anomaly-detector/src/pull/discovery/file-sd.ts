import { glob, readFile, stat } from 'node:fs/promises';
import type { FileSd } from '../config/scrape-config.ts';
import type { DiscoveredGroup, Discovery } from './discovered.ts';
import { parseTargetList } from './target-list.ts';

type Known = { changed: string; groups: readonly DiscoveredGroup[] };

/** A look at the times of files is cheap, so that a change is followed within seconds and not at the next refresh. */
const mostMs = 5_000;

/** Follows files of targets by their names or patterns; a file that cannot be read keeps what it last held. */
export class FileDiscovery implements Discovery {
  readonly name: string;
  readonly everyMs: number;
  problem = '';
  #patterns: readonly string[];
  #known = new Map<string, Known>();

  constructor({ files, refresh_interval }: FileSd) {
    this.name = `files ${files.join(', ')}`;
    this.everyMs = Math.min(refresh_interval, mostMs);
    this.#patterns = files;
  }

  get groups(): readonly DiscoveredGroup[] {
    return [...this.#known.values()].flatMap(({ groups }) => groups);
  }

  async refresh(): Promise<void> {
    const files = await this.#found().catch((error: Error) => error);
    if (files instanceof Error) {
      this.problem = `${this.name}: ${files.message}`;
      return;
    }
    for (const file of this.#known.keys()) if (!files.has(file)) this.#known.delete(file);
    const problems: string[] = files.size === 0 ? [`${this.name}: expected a file, found none`] : [];
    for (const file of files) {
      await this.#read(file).catch((error: Error) => problems.push(error.message));
    }
    this.problem = problems.join('; ');
  }

  async #found(): Promise<Set<string>> {
    const files = new Set<string>();
    for (const pattern of this.#patterns) for await (const file of glob(pattern)) files.add(file);
    return files;
  }

  async #read(file: string): Promise<void> {
    const { mtimeMs, size } = await stat(file);
    const changed = `${mtimeMs}/${size}`;
    if (this.#known.get(file)?.changed === changed) return;
    const found = parseTargetList(await readFile(file, 'utf8'), file);
    const groups = found.map(({ targets, labels }) => ({
      targets,
      labels: { ...labels, __meta_filepath: file },
    }));
    this.#known.set(file, { changed, groups });
  }
}
