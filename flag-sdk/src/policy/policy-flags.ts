import { FlagSdkError } from '../errors.ts';
import type { FlagStore } from '../evaluation/flag-store.ts';
import type { PolicyChange, PolicyLayers } from './policy-layers.ts';

/** A guard whose policy may be tuned. */
export interface TunableGuard {
  readonly name: string;
  readonly dependency: string;
  readonly layers: PolicyLayers;
}

/** What policy flags need of their surroundings. */
export interface PolicyFlagPorts {
  readonly service: string;
  readonly store: FlagStore;
  /** Time between two steps towards a policy that is far from what is in force, in milliseconds. */
  readonly stepMs: number;
  readonly changed: (guard: TunableGuard, change: Exclude<PolicyChange, 'unchanged'>) => void;
  readonly error: (error: FlagSdkError) => void;
}

interface Tuned extends TunableGuard {
  readonly flag: string;
  isKnown: boolean;
}

/** The payload of the variant `policy` of a flag that is on. */
const payloadOf = (store: FlagStore, flag: string): string | undefined => {
  const known = store.state.flags.get(flag)?.value;
  if (!known?.enabled) return undefined;
  const variants = [
    ...(known.variants ?? []),
    ...(known.strategies ?? []).flatMap((one) => one.variants ?? []),
  ];
  return variants.find((variant) => variant?.name === 'policy')?.payload?.value;
};

/** Tunes guards by the flags `policy.<service>.<dependency>`, at each revision. */
export class PolicyFlags {
  readonly #ports: PolicyFlagPorts;
  readonly #guards: Tuned[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: PolicyFlagPorts) {
    this.#ports = ports;
    ports.store.watch({ revision: () => this.#takeAll() });
  }

  /** Tunes a guard from now on; the state that is known already counts at once. */
  add(guard: TunableGuard): void {
    const tuned = { ...guard, flag: `policy.${this.#ports.service}.${guard.dependency}`, isKnown: false };
    this.#guards.push(tuned);
    if (this.#ports.store.source !== 'none') this.#take(tuned);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #takeAll(): void {
    for (const guard of this.#guards) this.#take(guard);
  }

  #take(guard: Tuned): void {
    const change = guard.layers.take(payloadOf(this.#ports.store, guard.flag), !guard.isKnown);
    guard.isKnown = true;
    if (change === 'unchanged') return;
    this.#ports.changed(guard, change);
    if (change === 'refused' || change === 'stepped') this.#ports.error(this.#fault(guard, change));
    if (change === 'stepped') this.#timer ??= this.#everyStep();
  }

  #everyStep(): NodeJS.Timeout {
    const timer = setInterval(() => {
      for (const guard of this.#guards) {
        if (!guard.layers.isUnderWay) continue;
        guard.layers.step();
        if (!guard.layers.isUnderWay) this.#ports.changed(guard, 'applied');
      }
      if (!this.#guards.some(({ layers }) => layers.isUnderWay)) this.close();
    }, this.#ports.stepMs);
    return timer.unref();
  }

  #fault({ name, flag, layers }: Tuned, change: 'refused' | 'stepped'): FlagSdkError {
    const why = layers.origin.refused;
    return change === 'refused'
      ? new FlagSdkError(
          'GUARD_POLICY_REFUSED',
          `Policy flag "${flag}" was not put in force for guard "${name}": ${why} The last good policy stays; correct the flag.`,
        )
      : new FlagSdkError(
          'GUARD_POLICY_STEPPED',
          `Policy flag "${flag}" is in force only in part for guard "${name}": ${why}. Say confirmStep to move at once.`,
        );
  }
}
