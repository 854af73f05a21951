import type { Health, Propagation, SwitchState } from '@breakwater/control-plane/contract';

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
): PropagationView {
  const settled: Health = state === 'KILLED' ? 'bad' : 'ok';
  if (propagation === null) return { mark: settled, phrase: state, awaited: [], awaitedText: '' };
  const { total, confirmed, instances } = propagation;
  if (total === 0) {
    return {
      mark: 'unknown',
      phrase: `${state} · no running instance to confirm`,
      awaited: [],
      awaitedText: '',
    };
  }
  if (isComplete(propagation)) {
    const ms = propagation.confirmedMs ?? Math.max(...instances.map((one) => one.confirmedMs ?? 0));
    return {
      mark: settled,
      phrase: `${state} · ${confirmed}/${total} confirmed in ${Math.round(ms)} ms`,
      awaited: [],
      awaitedText: '',
    };
  }
  const awaited = instances.filter((one) => one.confirmedMs === null);
  const isLate = now - Date.parse(propagation.at) > silentAfterMs;
  const silent = awaited.filter((one) => isLate || one.silent).map(({ id }) => id);
  const waiting = awaited.filter((one) => !isLate && !one.silent).map(({ id }) => id);
  return {
    mark: 'partial',
    phrase: `${state} · ${confirmed}/${total} confirmed`,
    awaited: awaited.map(({ id }) => id),
    awaitedText: [said('Silent', silent), said('Waiting for', waiting)].filter(Boolean).join(' · '),
  };
}

function said(word: string, ids: readonly string[]): string {
  return ids.length > 0 ? `${word}: ${ids.join(', ')}` : '';
}
