import type { Fault, FaultRequest } from '@breakwater/control-plane/contract';
import { formatShare } from '../../lib/numbers.ts';

/** A fault as it stands in the form. */
export interface FaultDraft {
  service: string;
  kind: FaultRequest['kind'];
  latencyMs: string;
  percent: string;
  whenFlag: string;
  stopAfterS: string;
}

/** After how long a fault stops by itself: there is no "never". */
export const stopChoices = [
  { value: '30', text: '30 s' },
  { value: '60', text: '1 min' },
  { value: '120', text: '2 min' },
  { value: '300', text: '5 min' },
  { value: '600', text: '10 min' },
  { value: '1800', text: '30 min' },
] as const;

/** What is wrong with a draft, by field; empty once it may be sent. */
export function faultProblems(
  draft: FaultDraft,
): Partial<Record<'service' | 'latencyMs' | 'percent', string>> {
  const latency = Number(draft.latencyMs);
  const percent = Number(draft.percent);
  return {
    ...(draft.service === '' && { service: 'Choose the service that suffers.' }),
    ...(draft.kind === 'latency' &&
      !(draft.latencyMs !== '' && Number.isInteger(latency) && latency >= 1 && latency <= 30_000) && {
        latencyMs: 'Whole milliseconds from 1 to 30000.',
      }),
    ...(draft.kind !== 'down' &&
      !(draft.percent !== '' && percent > 0 && percent <= 100) && {
        percent: 'A share above 0, up to 100 %.',
      }),
  };
}

/** The request for a draft without problems. */
export function toFaultRequest(draft: FaultDraft): FaultRequest {
  const flag = draft.whenFlag.trim();
  return {
    service: draft.service,
    kind: draft.kind,
    latencyMs: draft.kind === 'latency' ? Number(draft.latencyMs) : 0,
    ratio: draft.kind === 'down' ? 1 : Number(draft.percent) / 100,
    ...(flag !== '' && { whenFlag: flag }),
    stopAfterS: Number(draft.stopAfterS),
  };
}

/** What a fault does, in one line. */
export function faultText(fault: Fault): string {
  const effect = {
    latency: `${fault.latencyMs} ms slower for ${formatShare(fault.ratio)} of requests`,
    errors: `${formatShare(fault.ratio)} of requests fail`,
    down: 'answers nobody',
  }[fault.kind];
  return fault.whenFlag ? `${effect}, where the flag ${fault.whenFlag} is on` : effect;
}
