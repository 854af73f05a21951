import type { Alert, IncidentReport } from '../contract/index.ts';
import { type Finding, findingKey, severityOf } from './finding.ts';
import { endOf, type Group, membersOf, servicesOfGroup, startGroup, startOf } from './group.ts';
import { gapMs, reasonToJoin } from './grouping.ts';
import { isIncident } from './opening.ts';
import { reportOf, type Surroundings } from './report.ts';
import { signatureOf } from './signature.ts';
import type { Topology } from './topology.ts';

/** A fault that comes back this soon after its recovery is the same incident, unless a new change explains it. */
const rejoinMs = 2 * 60_000;
/** Faults that lie less apart are not told apart. */
const calmBetweenMs = 60_000;
/** Growing figures of a lasting incident are sent again this often. */
const refreshMs = 10_000;
/** What begins this long after everything of a group had ended is not part of it. */
const apartMs = 10_000;

/** What can be copied out of a correlator and into a new one. */
export type CorrelatorSnapshot = { sequence: number; groups: Group[] };

type Sent = { signature: string; at: number };

/** Groups alerts into incidents. Time comes with each call; nothing is read from a clock. */
export class Correlator {
  #topology: Topology;
  #groups: Group[] = [];
  #sent = new Map<string, Sent>();
  #sequence = 0;
  #judge: typeof isIncident;
  /** Alerts whose group never became an incident, newest last. */
  readonly ungrouped: Alert[] = [];
  #keepsUngrouped: boolean;

  constructor(topology: Topology, options: { keepsUngrouped?: boolean; judge?: typeof isIncident } = {}) {
    this.#topology = topology;
    this.#keepsUngrouped = options.keepsUngrouped ?? false;
    this.#judge = options.judge ?? isIncident;
  }

  /** Takes a new alert, or the present state of one that it knows; `now` in epoch ms. */
  offer(alert: Alert, now: number): void {
    const key = findingKey(alert);
    const known = this.#groups.find((group) => group.findings.has(key))?.findings.get(key);
    if (known !== undefined) {
      update(known, alert);
      return;
    }
    const finding: Finding = {
      alert,
      startsAt: Date.parse(alert.startsAt),
      raisedAt: now,
      endsAt: alert.endsAt === null ? null : Date.parse(alert.endsAt),
      severity: severityOf(alert),
    };
    this.#place(finding);
  }

  /** Opens, merges, recovers and closes groups at `now`, and returns the reports that have changed. */
  tick(now: number, around: Surroundings, servicesKnown: number): IncidentReport[] {
    for (const group of [...this.#groups]) this.#advance(group, now, around, servicesKnown);
    const reports = this.#groups
      .filter((group) => group.openedAt !== null)
      .map((group) => this.#report(group, around))
      .filter((report) => this.#isNews(report, now));
    this.#groups = this.#groups.filter((group) => !group.isClosed);
    return reports;
  }

  /** Incidents that have not recovered. */
  openCount(): number {
    return this.#groups.filter((group) => group.openedAt !== null && group.recoveredAt === null).length;
  }

  /** Alerts of groups that are no incident so far. */
  formingAlerts(): Alert[] {
    return this.#groups
      .filter(({ openedAt }) => openedAt === null)
      .flatMap((group) => membersOf(group).map(({ alert }) => alert));
  }

  /** Whether no group is alive, so that nothing changes by the passing of time. */
  isIdle(): boolean {
    return this.#groups.length === 0;
  }

  snapshot(): CorrelatorSnapshot {
    return structuredClone({ sequence: this.#sequence, groups: this.#groups });
  }

  restore(snapshot: CorrelatorSnapshot): void {
    this.#sequence = snapshot.sequence;
    this.#groups = structuredClone(snapshot.groups);
  }

  #report(group: Group, around: Surroundings): IncidentReport {
    const report = reportOf(group, around, this.#topology);
    group.advice = report.suggestion;
    return report;
  }

  #place(finding: Finding): void {
    const homes = this.#groups.flatMap((group) => {
      if (group.recoveredAt !== null || group.isClosed || isPast(group, finding)) return [];
      const why = reasonToJoin(finding, membersOf(group), this.#topology);
      return why === null ? [] : [{ group, why }];
    });
    const home = homes.find(({ group }) => group.openedAt !== null) ?? homes[0];
    if (home === undefined) {
      this.#sequence += 1;
      finding.alert = { ...finding.alert, why: 'it began first' };
      const id = `inc-${new Date(finding.startsAt).toISOString().replace(/\D/g, '').slice(0, 14)}-${this.#sequence}`;
      this.#groups.push(startGroup(id, finding));
      return;
    }
    finding.alert = { ...finding.alert, why: home.why };
    home.group.findings.set(findingKey(finding.alert), finding);
    for (const { group } of homes)
      if (group !== home.group && group.openedAt === null) this.#merge(group, home.group);
  }

  #merge(from: Group, into: Group): void {
    for (const [key, finding] of from.findings) into.findings.set(key, finding);
    this.#groups = this.#groups.filter((group) => group !== from);
  }

  #advance(group: Group, now: number, around: Surroundings, servicesKnown: number): void {
    const end = endOf(group);
    if (group.openedAt === null) {
      if (this.#judge(membersOf(group), now, servicesKnown)) this.#open(group, now, around);
      else if (end !== null && now - end > gapMs) this.#dissolve(group);
      return;
    }
    group.recoveredAt = end;
    // Nobody looks at a resolved incident any more: a fault that comes back must be told anew.
    const isResolved = around.resolved?.has(group.id) === true;
    if (end !== null && (isResolved || now - end > rejoinMs)) group.isClosed = true;
  }

  #open(group: Group, now: number, around: Surroundings): void {
    const former = this.#groups.find((other) => this.#isSameFault(other, group, now, around));
    if (former === undefined) {
      group.openedAt = now;
      return;
    }
    for (const finding of membersOf(group)) {
      finding.alert = { ...finding.alert, why: 'it came back soon after the recovery' };
    }
    this.#merge(group, former);
    former.recoveredAt = null;
  }

  /** Whether a group continues an incident that has just recovered, rather than beginning elsewhere or with a newer change. */
  #isSameFault(former: Group, group: Group, now: number, around: Surroundings): boolean {
    const recoveredAt = former.recoveredAt;
    if (
      former === group ||
      former.isClosed ||
      former.openedAt === null ||
      recoveredAt === null ||
      now - recoveredAt > rejoinMs
    )
      return false;
    const { origins, services, suspects, verdict } = reportOf(group, around, this.#topology);
    const roots = origins.length > 0 ? [origins[0]!.service] : services;
    const known = new Set(servicesOfGroup(former));
    if (!roots.some((service) => known.has(service))) return false;
    const change = around.changes.find(({ id }) => id === suspects[0]?.changeId);
    const isNewCause =
      startOf(group) - recoveredAt >= calmBetweenMs &&
      verdict === 'change' &&
      change !== undefined &&
      Date.parse(change.at) > recoveredAt &&
      change.effect !== 'kill' &&
      change.effect !== 'restore';
    return !isNewCause;
  }

  #dissolve(group: Group): void {
    group.isClosed = true;
    if (this.#keepsUngrouped) this.ungrouped.push(...membersOf(group).map(({ alert }) => alert));
  }

  #isNews(report: IncidentReport, now: number): boolean {
    const signature = signatureOf(report);
    const last = this.#sent.get(report.id);
    const isSame = last?.signature === signature;
    if (isSame && (report.recoveredAt !== null || now - last.at < refreshMs)) return false;
    this.#sent.set(report.id, { signature, at: now });
    return true;
  }
}

/** A group that was over before the finding began: a blip that came to nothing must not date an incident back. */
function isPast(group: Group, finding: Finding): boolean {
  const end = endOf(group);
  return group.openedAt === null && end !== null && finding.startsAt - end > apartMs;
}

function update(finding: Finding, alert: Alert): void {
  finding.alert = { ...alert, why: finding.alert.why };
  finding.endsAt = alert.endsAt === null ? null : Date.parse(alert.endsAt);
  finding.severity = Math.max(finding.severity, severityOf(alert));
}
