import type { FlagClient, FlagContext } from '../client-types.ts';
import type { FlagDefinitions, KeyOf } from '../registry/define-flags.ts';
import type { FlagAnswer, FlagSnapshot } from './flag-snapshot.ts';

/** Keys that a browser may ask for. */
type AskedKey<F extends FlagDefinitions> = KeyOf<F, 'switch' | 'flag' | 'variant'>;

/** Evaluates `keys` for one user, to be handed to a browser. Never throws. */
export const takeSnapshot = <F extends FlagDefinitions>(
  flags: Pick<FlagClient<F>, 'details' | 'revision'>,
  keys: readonly AskedKey<F>[],
  context: FlagContext = {},
): FlagSnapshot => {
  const answers = keys.flatMap((key): [string, FlagAnswer][] => {
    const { enabled, variant, fault } = flags.details(key, context);
    if (fault !== undefined) return [];
    return [[key, variant.enabled ? { enabled, variant } : { enabled }]];
  });
  return { revision: flags.revision(), answers: Object.fromEntries(answers) };
};

/**
 * Tells `listener` a new snapshot whenever a revision changes an answer, until the returned function is called. What
 * depends on the clock or on chance alone is seen at the next revision.
 */
export const watchSnapshot = <F extends FlagDefinitions>(
  flags: Pick<FlagClient<F>, 'details' | 'revision' | 'on'>,
  keys: readonly AskedKey<F>[],
  context: FlagContext,
  listener: (snapshot: FlagSnapshot) => void,
): (() => void) => {
  let told = JSON.stringify(takeSnapshot(flags, keys, context).answers);
  return flags.on('revision', () => {
    const snapshot = takeSnapshot(flags, keys, context);
    const answers = JSON.stringify(snapshot.answers);
    if (answers === told) return;
    told = answers;
    listener(snapshot);
  });
};
