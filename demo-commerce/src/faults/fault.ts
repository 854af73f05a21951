import { z } from 'zod';

/** A fault as the lab sends it; the shape is that of the control plane's Lab contract. */
export const Fault = z.object({
  id: z.string().min(1),
  service: z.string().min(1),
  kind: z.enum(['latency', 'errors', 'down']),
  /** Added milliseconds for `latency`. */
  latencyMs: z.number().int().min(0).max(30_000).default(0),
  /** Share of requests hit, 0 to 1. */
  ratio: z.number().min(0).max(1).default(1),
  /** Only requests for whose user this flag is on are hit. */
  whenFlag: z.string().optional(),
  startedAt: z.iso.datetime(),
  stopsAt: z.iso.datetime(),
});
export type Fault = z.infer<typeof Fault>;

/** What happens to one request: first the wait, then the ending. */
export interface Harm {
  waitMs: number;
  ending: 'none' | 'error' | 'reset';
}

export const noHarm: Harm = { waitMs: 0, ending: 'none' };

/** True until the fault's auto-stop; `now` in epoch milliseconds. */
export function isActive(fault: Fault, now: number): boolean {
  return now < Date.parse(fault.stopsAt);
}

/** What the active faults do to one request. `random` gives numbers in [0, 1); `isFlagOn` answers for the request's user. */
export function decideHarm(
  faults: readonly Fault[],
  now: number,
  random: () => number,
  isFlagOn: (flag: string) => boolean,
): Harm {
  let harm = noHarm;
  for (const fault of faults) {
    if (!isActive(fault, now)) continue;
    if (fault.whenFlag !== undefined && !isFlagOn(fault.whenFlag)) continue;
    if (fault.ratio < 1 && random() >= fault.ratio) continue;
    harm = combine(harm, fault);
  }
  return harm;
}

function combine(harm: Harm, fault: Fault): Harm {
  switch (fault.kind) {
    case 'latency':
      return { ...harm, waitMs: harm.waitMs + fault.latencyMs };
    case 'errors':
      return harm.ending === 'reset' ? harm : { ...harm, ending: 'error' };
    case 'down':
      return { ...harm, ending: 'reset' };
  }
}
