import type { DeviationKind } from '../contract/index.ts';
import { component } from './records.ts';

/** What the strongest component hints at; an alert that lasts is named again from its course. */
export function kindOfComponent(strongest: number): DeviationKind {
  switch (strongest) {
    case component.drift:
      return 'drift';
    case component.spread:
      return 'spread';
    case component.slow:
    case component.smooth:
    case component.smoothed:
      return 'shift';
    default:
      return 'spike';
  }
}
