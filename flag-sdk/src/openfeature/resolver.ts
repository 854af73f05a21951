import type { EvaluationContext, FlagMetadata, JsonValue, ResolutionDetails } from '@openfeature/server-sdk';
import type { FlagClient, FlagContext } from '../client-types.ts';
import { resolveBoolean, resolveNumber, resolveObject, resolveString } from './resolve.ts';

/** Answers in OpenFeature's words, at once. */
export interface Resolver {
  boolean(key: string, fallback: boolean, context: EvaluationContext): ResolutionDetails<boolean>;
  string(key: string, fallback: string, context: EvaluationContext): ResolutionDetails<string>;
  number(key: string, fallback: number, context: EvaluationContext): ResolutionDetails<number>;
  object<T extends JsonValue>(key: string, fallback: T, context: EvaluationContext): ResolutionDetails<T>;
}

/** A context of OpenFeature is one of ours but for the name of its key; every other field is found where it is. */
const contextOf = (context: EvaluationContext): FlagContext => {
  const { targetingKey } = context;
  if (targetingKey === undefined || context.userId !== undefined) return context as FlagContext;
  return { ...context, userId: targetingKey } as FlagContext;
};

/** A resolver over a client; each answer names the revision that gave it. */
export const createResolver = (flags: Pick<FlagClient, 'details' | 'revision'>): Resolver => {
  let metadata: FlagMetadata = Object.freeze({ version: '0' });
  let metadataOf = 0;
  const ask = (key: string, context: EvaluationContext) => flags.details(key, contextOf(context));
  const told = <T>(resolution: ResolutionDetails<T>): ResolutionDetails<T> => {
    const revision = flags.revision();
    if (revision !== metadataOf) {
      metadata = Object.freeze({ version: String(revision) });
      metadataOf = revision;
    }
    resolution.flagMetadata = metadata;
    return resolution;
  };
  return {
    boolean: (key, fallback, context) => told(resolveBoolean(ask(key, context), fallback)),
    string: (key, fallback, context) => told(resolveString(ask(key, context), fallback)),
    number: (key, fallback, context) => told(resolveNumber(ask(key, context), fallback)),
    object: (key, fallback, context) => told(resolveObject(ask(key, context), fallback)),
  };
};
