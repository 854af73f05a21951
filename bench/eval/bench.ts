import type { FlagContext } from '../../flag-sdk/src/index.ts';
import { bytesPerCall } from '../allocation.ts';
import type { Bench } from '../bench.ts';
import { measureNs } from '../measure.ts';
import { bareUnleash } from './bare-unleash.ts';
import { breakwater } from './breakwater.ts';
import { contexts, flags } from './flags.ts';
import { measureOpenFeature } from './openfeature.ts';

const goals = {
  ratio_rollout: '>= 8',
  ratio_plain: '>= 6',
  ratio_in250: '>= 80',
  bytes_per_call_plain: '<= 0.01',
  openfeature_ns: '<= 1000',
};

type IsEnabled = (flag: string, context: FlagContext) => boolean;

/** A flag asked for by an ever different context, as requests do. */
const asking = (isEnabled: IsEnabled, flag: string) => (times: number) => {
  let on = 0;
  for (let index = 0; index < times; index += 1) {
    const context = contexts[index % contexts.length] ?? {};
    if (isEnabled(flag, context)) on += 1;
  }
  if (on > times) throw new Error('more were on than were asked');
};

/** Evaluation in process against bare `unleash-client`; both count usage, both evaluate the same flags. */
export const bench: Bench = {
  goals,
  run: async ({ short, say }) => {
    const [ours, theirs] = [breakwater(flags), await bareUnleash(flags)];
    const options = { rounds: short ? 5 : 21, times: short ? 50_000 : 200_000 };
    const ratioOf = (flag: string) => {
      const ns = measureNs(
        { ours: asking(ours.isEnabled, flag), theirs: asking(theirs.isEnabled, flag) },
        options,
      );
      say(`${flag}: ours ${ns.ours.toFixed(1)} ns, bare unleash-client ${ns.theirs.toFixed(1)} ns`);
      return Number((ns.theirs / ns.ours).toFixed(1));
    };
    const ratios = {
      ratio_plain: ratioOf('plain'),
      ratio_rollout: ratioOf('rollout'),
      ratio_in250: ratioOf('in250'),
    };
    const bytes = bytesPerCall(asking(ours.isEnabled, 'plain'), 4_000_000);
    say(`plain: ${bytes} bytes allocated per call`);
    const openFeature = await measureOpenFeature(ours, short ? 5 : 21, short ? 20_000 : 50_000);
    say(
      `rollout by OpenFeature: quick ${openFeature.quick.toFixed(0)} ns, its own client ${openFeature.stock.toFixed(0)} ns`,
    );
    const figures = {
      ...ratios,
      bytes_per_call_plain: Number(bytes.toFixed(4)),
      openfeature_ns: Math.round(openFeature.quick),
      openfeature_own_client_ns: Math.round(openFeature.stock),
    };
    theirs.close();
    return {
      figures,
      peer: 'unleash-client 6.12.1',
      note:
        'CPU time per isEnabled with usage counting on in both; interleaved rounds in one process, median. ' +
        'OpenFeature: quickClient of this package, and the own client of @openfeature/server-sdk over the same provider',
    };
  },
};
