import {
  type EvaluationContext,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  ProviderNotReadyError,
} from '@openfeature/server-sdk';
import type { FlagClient, FlagSource } from '../client-types.ts';
import type { FlagSdkError } from '../errors.ts';
import { createResolver, type Resolver } from './resolver.ts';

/** What the provider needs of a client. */
type Flags = Pick<FlagClient, 'details' | 'ready' | 'on' | 'revision' | 'source'>;

const isStale = (source: FlagSource) => source === 'backup' || source === 'bootstrap';

/**
 * Gives OpenFeature what a client knows. The targeting key is the user, `userId`, `sessionId`, `remoteAddress` and
 * `currentTime` are what they are called, and everything else is a property. The client stays its maker's: closing the
 * provider does not close it.
 */
export class BreakwaterProvider implements Provider {
  readonly runsOn = 'server';
  readonly metadata = { name: 'breakwater' } as const;
  readonly events = new OpenFeatureEventEmitter();
  /** The same answers without a promise. */
  readonly resolver: Resolver;
  readonly #flags: Flags;
  readonly #leave: (() => void)[] = [];
  #isStale = false;

  constructor(flags: Flags) {
    this.#flags = flags;
    this.resolver = createResolver(flags);
  }

  /** Waits for a state of any source; throws `PROVIDER_NOT_READY` where there is none, and is ready when one comes. */
  async initialize(): Promise<void> {
    this.#leave.push(
      this.#flags.on('revision', ({ source }) => this.#changed(source)),
      this.#flags.on('source', ({ source }) => this.#follow(source)),
      this.#flags.on('error', (error) => this.#fault(error)),
    );
    const source = await this.#flags.ready();
    if (source === 'none') {
      this.#isStale = true;
      throw new ProviderNotReadyError('No state came in time, and there is no backup and no bootstrap.');
    }
    // The SDK says that the provider is ready after this; only then can it be stale.
    if (isStale(source)) setImmediate(() => this.#follow(this.#flags.source()));
  }

  async onClose(): Promise<void> {
    for (const leave of this.#leave.splice(0)) leave();
  }

  async resolveBooleanEvaluation(key: string, fallback: boolean, context: EvaluationContext) {
    return this.resolver.boolean(key, fallback, context);
  }

  async resolveStringEvaluation(key: string, fallback: string, context: EvaluationContext) {
    return this.resolver.string(key, fallback, context);
  }

  async resolveNumberEvaluation(key: string, fallback: number, context: EvaluationContext) {
    return this.resolver.number(key, fallback, context);
  }

  async resolveObjectEvaluation<T extends JsonValue>(key: string, fallback: T, context: EvaluationContext) {
    return this.resolver.object(key, fallback, context);
  }

  #changed(source: FlagSource): void {
    this.#follow(source);
    this.events.emit(ProviderEvents.ConfigurationChanged, {
      message: `revision ${this.#flags.revision()} from ${source}`,
    });
  }

  /** Says stale and ready as often as it changes. */
  #follow(source: FlagSource): void {
    if (source === 'none' || isStale(source) === this.#isStale) return;
    this.#isStale = isStale(source);
    if (this.#isStale) this.#stale(`the state comes from the ${source}`);
    else this.events.emit(ProviderEvents.Ready, { message: `the state comes from ${source}` });
  }

  #fault({ code, message }: FlagSdkError): void {
    if (code !== 'POLL_FAILED' || this.#isStale || this.#flags.source() === 'none') return;
    this.#isStale = true;
    this.#stale(message);
  }

  #stale(message: string): void {
    this.events.emit(ProviderEvents.Stale, { message });
  }
}
