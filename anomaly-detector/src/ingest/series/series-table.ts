import type { ClassicGroup } from '../histogram/classic-group.ts';
import { WireReader } from '../wire/wire-reader.ts';
import { ByteIndex } from './byte-index.ts';
import { readLabels } from './labels.ts';
import type { Handle } from './learning.ts';
import type { Limits } from './limits.ts';
import type { Refusal } from './refusal.ts';
import { type Bucket, type Histogram, type Quantiles, type Role, type RoleState, role } from './role.ts';
import { nothingTold, type Roles, type Told } from './roles.ts';

const first = 512;

/** What a series carries. */
export type Carries = 'numbers' | 'histograms';

/** The series of one tenant by the bytes of their labels; columns by entry. */
export class SeriesTable {
  /** Epoch ms of the last sample, and its value. */
  lastAt = new Float64Array(first);
  lastValue = new Float64Array(first);
  /** Epoch ms at which the series was heard of last, by our clock. */
  heardAt = new Float64Array(first);
  roles = new Uint8Array(first);
  states: RoleState[] = [];
  /** Why the last call of `resolve` gave no entry. */
  refusal: Refusal = 'series_limit';

  #index: ByteIndex;
  #limits: Limits;
  #rolesOf: Roles;
  #reader = new WireReader();

  /** `seed` is any 32 bits that a sender cannot know. */
  constructor(limits: Limits, roles: Roles, seed: number) {
    this.#limits = limits;
    this.#rolesOf = roles;
    this.#index = new ByteIndex(seed);
  }

  get count(): number {
    return this.#index.count;
  }

  /**
   * The entry of the series whose labels are bytes[from, to), encoded as remote write 1.0 does; a new one is taken in.
   * -1 where it is refused; then `refusal` says why.
   */
  resolve(
    bytes: Uint8Array,
    from: number,
    to: number,
    carries: Carries,
    now: number,
    told: Told = nothingTold,
  ): number {
    const known = this.#index.find(bytes, from, to);
    if (known < 0) return this.#admit(bytes, from, to, carries, now, told);
    if (this.roles[known]! >= role.histogram !== (carries === 'histograms'))
      return this.#refuse('type_changed');
    return known;
  }

  /** Forgets the series that were not heard of for `idleMs`; returns what each of them was learnt as. */
  forget(now: number, idleMs: number): Handle[] {
    const isKept = (entry: number) => now - this.heardAt[entry]! <= idleMs;
    let kept = 0;
    for (let entry = 0; entry < this.count; entry += 1) if (isKept(entry)) kept += 1;
    if (kept === this.count) return [];
    const index = this.#index.filtered(isKept);
    const groupsBefore = this.#groups();
    const dropped: Handle[] = [];
    let next = 0;
    for (let entry = 0; entry < this.count; entry += 1) {
      if (!isKept(entry)) {
        dropped.push(...ownOf(this.roles[entry]!, this.states[entry]!));
        continue;
      }
      this.lastAt[next] = this.lastAt[entry]!;
      this.lastValue[next] = this.lastValue[entry]!;
      this.heardAt[next] = this.heardAt[entry]!;
      this.roles[next] = this.roles[entry]!;
      this.states[next] = this.states[entry]!;
      next += 1;
    }
    this.states.length = next;
    this.#index = index;
    const groups = this.#groups();
    this.#rolesOf.keepGroups(new Set(groups.keys()));
    for (const [group, quantiles] of groupsBefore) if (!groups.has(group)) dropped.push(...allOf(quantiles));
    return dropped;
  }

  #groups(): Map<ClassicGroup, Quantiles> {
    const groups = new Map<ClassicGroup, Quantiles>();
    for (let entry = 0; entry < this.count; entry += 1) {
      if (this.roles[entry] !== role.bucket) continue;
      const { group, quantiles } = this.states[entry] as Bucket;
      groups.set(group, quantiles);
    }
    return groups;
  }

  #admit(bytes: Uint8Array, from: number, to: number, carries: Carries, now: number, told: Told): number {
    if (this.count >= this.#limits.seriesPerTenant) return this.#refuse('series_limit');
    this.#reader.load(bytes);
    this.#reader.at = from;
    const identity = readLabels(this.#reader, to, this.#limits);
    if (typeof identity === 'string') return this.#refuse(identity);
    const [itsRole, state] =
      carries === 'numbers'
        ? this.#rolesOf.ofNumbers(identity, told)
        : this.#rolesOf.ofHistograms(identity, told);
    const entry = this.#index.add(bytes, from, to);
    if (entry === this.roles.length) this.#grow();
    this.#set(entry, itsRole, state, now);
    return entry;
  }

  #set(entry: number, itsRole: Role, state: RoleState, now: number): void {
    this.lastAt[entry] = 0;
    this.lastValue[entry] = Number.NaN;
    this.heardAt[entry] = now;
    this.roles[entry] = itsRole;
    this.states[entry] = state;
  }

  #refuse(reason: Refusal): -1 {
    this.refusal = reason;
    return -1;
  }

  #grow(): void {
    const size = this.roles.length * 2;
    const { lastAt, lastValue, heardAt, roles } = this;
    this.lastAt = new Float64Array(size);
    this.lastAt.set(lastAt);
    this.lastValue = new Float64Array(size);
    this.lastValue.set(lastValue);
    this.heardAt = new Float64Array(size);
    this.heardAt.set(heardAt);
    this.roles = new Uint8Array(size);
    this.roles.set(roles);
  }
}

/** What belongs to one series alone; the quantiles of a classic histogram belong to all of its buckets. */
function ownOf(its: number, state: RoleState): Handle[] {
  if (its === role.gauge || its === role.counter) return [state as Handle];
  return its === role.histogram ? allOf((state as Histogram).quantiles) : [];
}

const allOf = ({ p50, p95, p99, rate }: Quantiles): Handle[] =>
  rate === null ? [p50, p95, p99] : [p50, p95, p99, rate];
