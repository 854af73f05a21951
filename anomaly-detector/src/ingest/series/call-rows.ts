import type { Reading } from '../../services/learner.ts';
import { InstanceReader, type InstanceRow } from '../instance-row.ts';
import type { Sample } from '../sample.ts';
import { ServiceReader } from '../service-rows.ts';
import type { Call } from './role.ts';

/** An instance that is being gathered: samples of one moment may come in several writes. */
type Gathering = {
  service: string;
  instance: string;
  at: number;
  samples: Sample[];
  /** What stands until it is said anew. */
  standing: Map<string, Sample>;
  reader: InstanceReader;
  heardAt: number;
  isOpen: boolean;
};
type Pending = { at: number; rows: Map<string, InstanceRow>; openedAt: number };

/** Silence after which a row is taken as complete: writers send a scrape within this. */
const completeMs = 3_000;
/** Times that lie closer are one moment: an exporter may read the clock for each metric. */
const sameMomentMs = 100;

/** Derives the rows of services from what their instances write, as a scrape would. */
export class CallRows {
  #instances = new Map<string, Gathering>();
  #pending = new Map<string, Pending>();
  #services = new ServiceReader();
  #readings: Reading[] = [];

  /** Takes one value; a late one is passed over and false returned. `now` in epoch ms. */
  take(call: Call, at: number, value: number, now: number): boolean {
    const gathering = this.#open(call, at, now);
    if (gathering === null) return false;
    gathering.samples.push({ id: call.id, name: call.name, labels: call.labels, value });
    return true;
  }

  /** Takes counters that stay as they are until they are said anew. */
  stand(call: Call, at: number, samples: readonly Sample[], now: number): boolean {
    const gathering = this.#open(call, at, now);
    if (gathering === null) return false;
    for (const sample of samples) gathering.standing.set(sample.id, sample);
    return true;
  }

  /** The readings that have been completed since the last call; completes what has been silent for long enough. */
  flush(now: number): Reading[] {
    for (const gathering of this.#instances.values()) {
      if (gathering.isOpen && now - gathering.heardAt >= completeMs) this.#complete(gathering, now);
    }
    for (const [service, pending] of this.#pending) {
      if (now - pending.openedAt >= completeMs) this.#emit(service, pending);
    }
    const readings = this.#readings;
    this.#readings = [];
    return readings;
  }

  /** Forgets the instances that were not heard of for `idleMs`. */
  forget(now: number, idleMs: number): void {
    for (const [id, { heardAt }] of this.#instances) if (now - heardAt > idleMs) this.#instances.delete(id);
  }

  #open({ service, instance }: Call, at: number, now: number): Gathering | null {
    const id = `${service}\u0000${instance}`;
    let gathering = this.#instances.get(id);
    if (gathering === undefined) {
      gathering = {
        ...{ service, instance, at, heardAt: now },
        ...{ samples: [], standing: new Map(), reader: new InstanceReader(), isOpen: false },
      };
      this.#instances.set(id, gathering);
    }
    if (at < gathering.at - sameMomentMs) return null;
    if (at > gathering.at + sameMomentMs) {
      if (gathering.isOpen) this.#complete(gathering, now);
      gathering.at = at;
    }
    gathering.heardAt = now;
    gathering.isOpen = true;
    return gathering;
  }

  #complete(gathering: Gathering, now: number): void {
    const { service, instance, at, samples, standing } = gathering;
    const row = gathering.reader.read(standing.size === 0 ? samples : [...samples, ...standing.values()], at);
    gathering.samples = [];
    gathering.isOpen = false;
    if (row === null) return;
    const pending = this.#pending.get(service);
    if (pending?.rows.has(instance)) this.#emit(service, pending);
    const open = this.#pending.get(service) ?? { at, rows: new Map<string, InstanceRow>(), openedAt: now };
    open.at = Math.max(open.at, at);
    open.rows.set(instance, row);
    this.#pending.set(service, open);
  }

  #emit(service: string, pending: Pending): void {
    this.#pending.delete(service);
    const rows = [...pending.rows.values()];
    this.#readings.push(...this.#services.read({ service, targets: 0, up: 0, rows }, pending.at));
  }
}
