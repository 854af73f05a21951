import { type Finding, findingKey, servicesOf } from './finding.ts';
import type { Suggestion } from './suggestion.ts';

/** Alerts that began together; times in epoch milliseconds. */
export type Group = {
  id: string;
  findings: Map<string, Finding>;
  /** Null until it is called an incident. */
  openedAt: number | null;
  /** Null while any alert lasts. */
  recoveredAt: number | null;
  isClosed: boolean;
  /** The switch last suggested: it stays so once a person has followed the advice. */
  advice: Suggestion | null;
};

/** A group with its first member. */
export const startGroup = (id: string, first: Finding): Group => ({
  id,
  findings: new Map([[findingKey(first.alert), first]]),
  openedAt: null,
  recoveredAt: null,
  isClosed: false,
  advice: null,
});

export const membersOf = (group: Group): Finding[] => [...group.findings.values()];

/** When the symptoms began: the earliest alert start. */
export const startOf = (group: Group): number =>
  Math.min(...membersOf(group).map(({ startsAt }) => startsAt));

/** When the last alert ended; null while any lasts. */
export function endOf(group: Group): number | null {
  const members = membersOf(group);
  if (members.some(({ endsAt }) => endsAt === null)) return null;
  return Math.max(...members.map(({ endsAt }) => endsAt!));
}

/** Services that the group's alerts speak of, in order of appearance. */
export const servicesOfGroup = (group: Group): string[] => [
  ...new Set(membersOf(group).flatMap(({ alert }) => servicesOf(alert))),
];
