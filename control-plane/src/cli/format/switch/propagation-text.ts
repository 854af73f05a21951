import type { Propagation, SwitchState } from '../../../contract/index.ts';

/** True once each instance that must confirm has confirmed. */
export function isConfirmed(propagation: Propagation): boolean {
  return propagation.confirmed >= propagation.total;
}

/** The proof in one line: who confirmed and how fast, or how many are silent. */
export function propagationText(state: SwitchState, propagation: Propagation, waitedMs: number): string {
  const { confirmed, total, confirmedMs } = propagation;
  if (total === 0) return `${state} · stored; no instance is running that could confirm`;
  if (isConfirmed(propagation))
    return `${state} · ${confirmed}/${total} confirmed in ${Math.round(confirmedMs ?? 0)} ms`;
  return `${state} · ${confirmed}/${total} confirmed after ${(waitedMs / 1000).toFixed(1)} s`;
}

/** The instances that have not confirmed, by name, and what that means. */
export function silentText(propagation: Propagation): string {
  const names = propagation.instances
    .filter((instance) => instance.confirmedMs === null)
    .map((instance) => `${instance.id} (revision ${instance.revision})`);
  return `silent: ${names.join(', ')}. The change is stored; a silent instance follows as soon as it is connected again.`;
}
