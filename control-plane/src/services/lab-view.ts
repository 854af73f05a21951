import type { Lab } from '../contract/lab.ts';
import type { LiveBuffer } from './live-buffer.ts';
import type { LabPort } from './ports/lab.ts';

/** What is shown where there is no Lab. */
export const noLab: Lab = {
  available: false,
  faults: [],
  load: { requestsPerSecond: 0, sentPerSecond: 0, errorRatio: 0, degradedRatio: 0 },
  services: [],
};

/** Reads the Lab; one that is absent or away is said to be unavailable. */
export async function readLab(lab: LabPort | undefined): Promise<Lab> {
  if (lab === undefined) return noLab;
  return lab.read().catch(() => noLab);
}

/** Shows the Lab live while somebody watches, whenever it has changed. */
export class LabView {
  readonly #lab: LabPort | undefined;
  readonly #buffer: LiveBuffer;
  readonly #timer: NodeJS.Timeout;
  #shown = '';
  #isReading = false;

  constructor(lab: LabPort | undefined, buffer: LiveBuffer, everyMs = 1000) {
    this.#lab = lab;
    this.#buffer = buffer;
    this.#timer = setInterval(() => void this.#look(), everyMs);
  }

  /** Shows it at once, after a change that was made here. */
  show(lab: Lab): void {
    const text = JSON.stringify(lab);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#buffer.publish({ type: 'lab', data: lab });
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#lab === undefined || this.#isReading || this.#buffer.listeners === 0) return;
    this.#isReading = true;
    this.show(await readLab(this.#lab));
    this.#isReading = false;
  }
}
