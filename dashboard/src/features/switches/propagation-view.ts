import type { Health, Propagation, SwitchState } from '@breakwater/control-plane/contract';
import { stateMarks, stateWord } from './state-view.ts';

/** An instance that has not confirmed for this long is called silent, not merely awaited. */
const silentAfterMs = 3000;

/** How far a change has come, in words; `awaited` names those that have not confirmed. */
export interface PropagationView {
  mark: Health;
  /** Such as `KILLED · 5/5 confirmed in 750 ms`. */
  phrase: string;
  awaited: string[];
  /** The awaited instances as a sentence; empty once all have confirmed. */
  awaitedText: string;
}

/** Whether every instance that must confirm has done so. */
export function isComplete(propagation: Propagation): boolean {
  return propagation.confirmed >= propagation.total;
}

/** Tells what is proven of a switch's state at `now` (epoch ms); what is not proven stays amber. */
export function propagationView(
  state: SwitchState,
  propagation: Propagation | null,
  now: number,
  percent?: number,
): PropagationView {
  const settled = stateMarks[state];
  const word = stateWord(state, percent);
  const nobody = { awaited: [], awaitedText: '' };
  if (propagation === null) return { mark: settled, phrase: word, ...nobody };
  const { total, confirmed } = propagation;
  const journal = propagation.journaled ? ' · in the journal only' : '';
  if (total === 0) {
    return { mark: 'unknown', phrase: `${word} · no running instance to confirm${journal}`, ...nobody };
  }
  if (isComplete(propagation)) {
    const ms =
      propagation.confirmedMs ?? Math.max(...propagation.instances.map((one) => one.confirmedMs ?? 0));
    return {
      mark: settled,
      phrase: `${word} · ${confirmed}/${total} confirmed in ${Math.round(ms)} ms${journal}`,
      ...nobody,
    };
  }
  return {
    mark: 'partial',
    phrase: `${word} · ${confirmed}/${total} confirmed${journal}`,
    ...awaitedOf(propagation, now),
  };
}

function awaitedOf(propagation: Propagation, now: number) {
  const awaited = propagation.instances.filter((one) => one.confirmedMs === null);
  const names = (wanted: StepWord) =>
    awaited.filter((one) => stepWord(one, propagation, now) === wanted).map(({ id }) => id);
  return {
    awaited: awaited.map(({ id }) => id),
    awaitedText: [
      said('Silent', names('silent')),
      said('Not to be proven', names('not provable')),
      said('Ahead of the server', names('ahead')),
      said('Waiting for', [...names('waiting'), ...names('delivered')]),
    ]
      .filter(Boolean)
      .join(' · '),
  };
}

function said(word: string, ids: readonly string[]): string {
  return ids.length > 0 ? `${word}: ${ids.join(', ')}` : '';
}

type InstanceProof = Propagation['instances'][number];
type StepWord = 'in effect' | 'held' | 'delivered' | 'waiting' | 'silent' | 'ahead' | 'not provable';

const stepMarks: Record<StepWord, Health> = {
  'in effect': 'ok',
  held: 'ok',
  delivered: 'partial',
  waiting: 'partial',
  silent: 'unknown',
  ahead: 'unknown',
  'not provable': 'unknown',
};

/** How far a change has come at one instance, each time counted from its acceptance. */
export interface InstanceProofView {
  id: string;
  mark: Health;
  word: StepWord;
  /** Such as `delivered 40 ms · held 92 ms · in effect 109 ms`; a dash where it has not happened or is not known. */
  account: string;
}

/** By what it is known, where the instance does not tell by itself. */
const proofWords = {
  heartbeat: '',
  etag: 'by the ETag of its polls',
  stream: 'by its stream: only the delivery is known',
} as const;

/** The account of each instance, those that have not confirmed first. */
export function instanceProofs(propagation: Propagation, now: number): InstanceProofView[] {
  return propagation.instances
    .map((one): InstanceProofView => {
      const word = stepWord(one, propagation, now);
      return {
        id: one.id,
        mark: stepMarks[word],
        word,
        account: [
          `delivered ${took(one.deliveredMs)}`,
          `held ${took(one.confirmedMs)}`,
          one.idle ? 'not used yet' : `in effect ${took(one.effectiveMs)}`,
          proofWords[one.proof ?? 'heartbeat'],
        ]
          .filter(Boolean)
          .join(' · '),
      };
    })
    .toSorted(
      (a, b) =>
        Number(stepMarks[a.word] === 'ok') - Number(stepMarks[b.word] === 'ok') || a.id.localeCompare(b.id),
    );
}

function stepWord(one: InstanceProof, { at }: Propagation, now: number): StepWord {
  if (one.ahead) return 'ahead';
  if (one.confirmedMs !== null) return one.effectiveMs == null ? 'held' : 'in effect';
  if (one.proof === 'stream' && one.deliveredMs != null) return 'not provable';
  if (one.silent || now - Date.parse(at) > silentAfterMs) return 'silent';
  return one.deliveredMs == null ? 'waiting' : 'delivered';
}

function took(ms: number | null | undefined): string {
  return ms == null ? '–' : `${Math.round(ms)} ms`;
}
