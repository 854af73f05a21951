import type { Bench } from '../bench.ts';
import { contenders } from './contenders.ts';
import { measureCallsNs } from './measure-calls.ts';

/** What a guarded call costs, with everything that a guard does: switch, breaker, bulkhead, timeout, fallback, metrics, deadline. */
export const bench: Bench = {
  goals: { ns_timer: '<= 2500', ns_no_timer: '<= 600', ratio_cockatiel: '>= 2' },
  run: async ({ short, say }) => {
    const ns = await measureCallsNs(contenders(), { rounds: short ? 5 : 15, times: short ? 20_000 : 60_000 });
    for (const [name, value] of Object.entries(ns)) say(`${name}: ${value.toFixed(0)} ns`);
    return {
      figures: {
        ns_timer: Math.round(ns.timer),
        ns_no_timer: Math.round(ns.noTimer),
        ratio_cockatiel: Number((ns.cockatiel / ns.timer).toFixed(2)),
        ns_cockatiel: Math.round(ns.cockatiel),
        ns_bare: Math.round(ns.bare),
      },
      peer: 'cockatiel 4.0.0',
      note: 'CPU time per awaited call of work that is done at once; ours includes its metrics and the inherited deadline; interleaved rounds in one process, median',
    };
  },
};
