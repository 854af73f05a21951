import type { Series } from '../../contract/index.ts';
import { ClassicGroup } from '../histogram/classic-group.ts';
import { Increments } from '../histogram/increments.ts';
import { type Identity, identityKey, type Labels } from './labels.ts';
import type { Learning } from './learning.ts';
import { type Kind, meaningOf } from './meaning.ts';
import { type Bucket, type Call, type Quantiles, type Role, type RoleState, role } from './role.ts';

/** What a sender tells of a metric; `kind` null where it does not. */
export type Told = { kind: Kind | null; unit: string };

/** Nothing told: the name decides. */
export const nothingTold: Told = { kind: null, unit: '' };

const callNames =
  /^(http_(server|client)_request_duration_seconds_(bucket|count|sum)|nodejs_eventloop_lag_p90_seconds|bus_consumer_lag_seconds|process_start_time_seconds)$/;
const callHistogramNames = /^http_(server|client)_request_duration_seconds$/;

/** Labels by the names that OpenTelemetry gives them, where a scrape of ours has others. */
const aliases: Readonly<Record<string, string>> = {
  status: 'http_response_status_code',
  peer: 'server_address',
};

/** Decides what becomes of the series of one tenant. */
export class Roles {
  #tenant: string;
  #learning: Learning;
  #groups = new Map<string, Omit<Bucket, 'member'>>();

  /** `tenant` is put before the names of its services and series; '' for the default one. */
  constructor(tenant: string, learning: Learning) {
    this.#tenant = tenant;
    this.#learning = learning;
  }

  /** The role of a new series whose values are plain numbers. */
  ofNumbers({ name, labels }: Identity, told: Told): [Role, RoleState] {
    if (labels.service !== undefined && callNames.test(name))
      return [role.call, this.#call(name, labels, labels.service)];
    if (name.endsWith('_bucket') && labels.le !== undefined) {
      const bucket = this.#bucket(name.slice(0, -'_bucket'.length), labels, labels.le);
      if (bucket !== null) return [role.bucket, bucket];
    }
    if (isCounter(name, told.kind)) return [role.counter, this.#rate(name, labels, told.unit)];
    const key = identityKey(name, labels);
    return [role.gauge, this.#learning.admit(this.#series(key, name, labels, name, 'gauge', told.unit))];
  }

  /** The role of a new series whose values are histograms. */
  ofHistograms({ name, labels }: Identity, told: Told): [Role, RoleState] {
    const increments = new Increments();
    if (labels.service !== undefined && callHistogramNames.test(name))
      return [
        role.callHistogram,
        { call: this.#call(name, labels, labels.service), increments, totals: new Map() },
      ];
    const rate = this.#rate(`${name}_count`, labels, '');
    return [role.histogram, { quantiles: this.#quantiles(name, labels, told.unit, rate), increments }];
  }

  /** Forgets the groups that no known bucket belongs to. */
  keepGroups(used: ReadonlySet<ClassicGroup>): void {
    for (const [key, { group }] of this.#groups) if (!used.has(group)) this.#groups.delete(key);
  }

  #bucket(name: string, { le, ...labels }: Labels, bound: string): Bucket | null {
    const upper = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
    if (bound.trim() === '' || Number.isNaN(upper)) return null;
    const key = identityKey(name, labels);
    let known = this.#groups.get(key);
    if (known === undefined) {
      known = {
        group: new ClassicGroup(),
        quantiles: this.#quantiles(name, labels, '', null),
        increments: new Increments(),
      };
      this.#groups.set(key, known);
    }
    return { ...known, member: known.group.member(upper) };
  }

  #quantiles(name: string, labels: Labels, unit: string, rate: Quantiles['rate']): Quantiles {
    const key = identityKey(name, labels);
    const admit = (quantile: string) =>
      this.#learning.admit(
        this.#series(`${quantile}(${key})`, name, labels, `${name}_${quantile}`, 'histogram', unit),
      );
    return { p50: admit('p50'), p95: admit('p95'), p99: admit('p99'), rate, at: 0 };
  }

  #rate(name: string, labels: Labels, unit: string) {
    const key = `rate(${identityKey(name, labels)})`;
    return this.#learning.admit(this.#series(key, name, labels, name, 'counter', unit));
  }

  #series(key: string, name: string, labels: Labels, metric: string, kind: Kind, unit: string): Series {
    return {
      key: this.#own(key),
      service: this.#own(labels.service ?? labels.job ?? labels.instance ?? 'unknown'),
      direction: 'self',
      peer: '',
      metric,
      ...meaningOf(name, kind, unit),
    };
  }

  #call(name: string, labels: Labels, service: string): Call {
    const own: Record<string, string> = { ...labels };
    for (const [ours, theirs] of Object.entries(aliases)) {
      const value = labels[ours] ?? labels[theirs];
      if (value !== undefined) own[ours] = value;
    }
    if (own.status === undefined && labels.error_type !== undefined) own.status = 'error';
    if (own.peer !== undefined) own.peer = this.#own(own.peer);
    return {
      service: this.#own(service),
      instance: labels.instance ?? '',
      name,
      id: identityKey(name, labels),
      labels: own,
    };
  }

  #own(name: string): string {
    return this.#tenant === '' ? name : `${this.#tenant}/${name}`;
  }
}

const isCounter = (name: string, told: Kind | null): boolean => {
  if (told === 'counter') return true;
  if (told === 'gauge') return false;
  return /_(total|count|sum|bucket)$/.test(name);
};
