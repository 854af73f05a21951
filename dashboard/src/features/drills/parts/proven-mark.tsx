'use client';
import type { Switch } from '@breakwater/control-plane/contract';
import { useNow } from '../../../lib/use-now.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { provenView } from '../drill-view.ts';

/** When it was last proven that a switch's fallback answers; the older, the less it is worth. */
export function ProvenMark({ one }: { one: Pick<Switch, 'lastProvenAt' | 'lastDrill'> }) {
  const now = useNow();
  const view = provenView(one, now);
  return <StateMark state={view.mark}>{view.text}</StateMark>;
}
