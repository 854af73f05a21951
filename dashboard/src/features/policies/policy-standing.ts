import type { GuardState, Health, Instance, Policy } from '@breakwater/control-plane/contract';
import { breakerMark, breakerWord } from '../services/guards-view.ts';

/** One guard in one instance, as people read it. */
export interface GuardStanding {
  id: string;
  guard: string;
  breaker: { mark: Health; word: string };
  /** Such as `3 of 64 in use, 1 queued`. */
  bulkhead: string;
  applied: { mark: Health | null; word: string };
}

/** Which instances apply what is set, and how their guards stand. */
export interface PolicyStanding {
  mark: Health;
  /** Such as `applied 2/2`; null where nothing is set and nothing lingers. */
  text: string | null;
  /** Why instances do not apply it wholly, those with the same sentence together. */
  refusals: { text: string; ids: string[] }[];
  /** The breakers in a word, such as `2 closed`. */
  breakers: string;
  lines: GuardStanding[];
  isWorthALook: boolean;
}

type Word = 'applied' | 'refused' | 'moving' | 'awaited' | 'silent' | 'not told' | 'lingers' | 'code';

const words: Record<Word, { mark: Health | null; word: string }> = {
  applied: { mark: 'ok', word: 'applied' },
  refused: { mark: 'bad', word: 'refused' },
  moving: { mark: 'partial', word: 'applied in part' },
  awaited: { mark: 'partial', word: 'not applied yet' },
  silent: { mark: 'unknown', word: 'silent' },
  'not told': { mark: 'unknown', word: 'does not tell' },
  lingers: { mark: 'partial', word: 'still the policy' },
  code: { mark: null, word: 'as the code says' },
};

/** Compares what is set with what the heartbeats of a policy's guards tell. */
export function policyStanding(policy: Policy, instances: readonly Instance[]): PolicyStanding {
  const version = policy.override?.version ?? null;
  const members = instances
    .filter(({ service }) => service === policy.service)
    .flatMap((instance) =>
      instance.guards
        .filter(({ dependency }) => dependency === policy.dependency)
        .map((guard) => ({
          instance,
          guard,
          word: instance.silent ? 'silent' : standingOf(guard, policy, version),
        })),
    );
  const applied = members.filter(({ word }) => word === 'applied').length;
  const lingering = members.filter(({ word }) => word === 'lingers').length;
  const isWhole = applied === members.length;
  return {
    mark: policy.override && isWhole && members.length > 0 ? 'ok' : 'partial',
    text: policy.override
      ? appliedText(applied, members)
      : lingering > 0
        ? `still in force in ${lingering}`
        : null,
    refusals: refusalsOf(members),
    breakers: breakersText(members.filter(({ word }) => word !== 'silent').map(({ guard }) => guard)),
    lines: members.map(({ instance, guard, word }) => ({
      id: instance.instanceId,
      guard: guard.name,
      breaker: word === 'silent' ? { mark: 'unknown', word: 'not known' } : breakerOf(guard),
      bulkhead: bulkheadText(guard),
      applied: words[word],
    })),
    isWorthALook: policy.override !== null && !isWhole,
  };
}

type Member = { instance: Instance; guard: GuardState; word: Word };

function standingOf({ policy: told }: GuardState, { override }: Policy, version: string | null): Word {
  if (told === undefined) return override ? 'not told' : 'code';
  if (!override) return told.source === 'flag' ? 'lingers' : 'code';
  if (told.version === version && version !== null) return told.refused === null ? 'applied' : 'moving';
  return told.refused === null ? 'awaited' : 'refused';
}

function appliedText(applied: number, members: readonly Member[]): string {
  if (members.length === 0) return 'no running instance applies it';
  const refused = members.filter(({ word }) => word === 'refused').length;
  return `applied ${applied}/${members.length}${refused > 0 ? `, refused by ${refused}` : ''}`;
}

function refusalsOf(members: readonly Member[]): PolicyStanding['refusals'] {
  const told = members.filter(({ word }) => word === 'refused' || word === 'moving');
  return [...Map.groupBy(told, ({ guard }) => guard.policy?.refused ?? '')].map(([text, those]) => ({
    text,
    ids: those.map(({ instance, guard }) => `${instance.instanceId} ${guard.name}`),
  }));
}

function breakerOf(guard: GuardState): GuardStanding['breaker'] {
  return { mark: breakerMark(guard), word: breakerWord(guard) };
}

function breakersText(guards: readonly GuardState[]): string {
  const counts = Map.groupBy(guards, breakerWord);
  return [...counts].map(([word, those]) => `${those.length} ${word}`).join(', ');
}

function bulkheadText({ bulkhead: { limit, inUse, queued } }: GuardState): string {
  return `${inUse} of ${limit} in use${queued > 0 ? `, ${queued} queued` : ''}`;
}
