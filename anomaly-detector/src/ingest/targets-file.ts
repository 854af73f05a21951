import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';

/** One process to scrape. */
export type Target = { url: string; service: string; instance: string };

const TargetGroups = z.array(
  z.object({ targets: z.array(z.string().min(1)), labels: z.record(z.string(), z.string()).default({}) }),
);

/** Reads the targets of a Prometheus file_sd file; throws a sentence that names the file and what was expected. */
export function parseTargets(text: string, file: string): Target[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(
      `${file}: expected JSON in the form of Prometheus file_sd, got ${(cause as Error).message}`,
      { cause },
    );
  }
  const groups = TargetGroups.safeParse(json);
  if (!groups.success) {
    const issue = groups.error.issues[0];
    throw new Error(
      `${file}: expected [{"targets": ["host:port"], "labels": {"service": "name"}}], at ${issue?.path.join('.') || 'top'}: ${issue?.message}`,
    );
  }
  return groups.data.flatMap(({ targets, labels }) =>
    targets.map((address) => ({
      url: `${labels.__scheme__ ?? 'http'}://${address}${labels.__metrics_path__ ?? '/metrics'}`,
      service: labels.service ?? labels.job ?? address,
      instance: targets.length === 1 ? (labels.instance ?? address) : address,
    })),
  );
}

/** Follows a targets file: read again whenever its time of change moves; the last good list stays in force. */
export class TargetsFile {
  #file: string;
  #changedAt = 0;
  #targets: Target[] = [];
  #problem = '';
  #onProblem: (problem: string) => void;

  constructor(file: string, onProblem: (problem: string) => void) {
    this.#file = file;
    this.#onProblem = onProblem;
  }

  /** The targets as they stand. */
  async current(): Promise<readonly Target[]> {
    try {
      const { mtimeMs } = await stat(this.#file);
      if (mtimeMs !== this.#changedAt) {
        this.#targets = parseTargets(await readFile(this.#file, 'utf8'), this.#file);
        this.#changedAt = mtimeMs;
      }
      this.#problem = '';
    } catch (error) {
      this.#tell((error as Error).message);
    }
    return this.#targets;
  }

  #tell(problem: string): void {
    if (problem !== this.#problem) this.#onProblem(problem);
    this.#problem = problem;
  }
}
