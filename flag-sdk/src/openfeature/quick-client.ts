import {
  type Client,
  type EvaluationContext,
  type EvaluationDetails,
  type FlagEvaluationOptions,
  type FlagValue,
  OpenFeature,
  ProviderStatus,
  type ResolutionDetails,
} from '@openfeature/server-sdk';
import type { BreakwaterProvider } from './provider.ts';

type Resolve<T> = (key: string, fallback: T, context: EvaluationContext) => ResolutionDetails<T>;

/** One way to ask a client. */
type Ask<T, R> = (
  key: string,
  fallback: T,
  context?: EvaluationContext,
  options?: FlagEvaluationOptions,
) => Promise<R>;

const plainValue = <T>({ value }: ResolutionDetails<T>): T => value;

const fullDetails = <T extends FlagValue>(
  resolution: ResolutionDetails<T>,
  flagKey: string,
): EvaluationDetails<T> => ({ flagMetadata: {}, ...resolution, flagKey });

const isEmpty = (context: EvaluationContext): boolean => {
  for (const _ in context) return false;
  return true;
};

/** The contexts that the SDK merges, last come first served; one that is alone is taken as it is. */
const merged = (client: Client, given: EvaluationContext = {}): EvaluationContext => {
  const [api, transaction, own] = [
    OpenFeature.getContext(),
    OpenFeature.getTransactionContext(),
    client.getContext(),
  ];
  if (isEmpty(api) && isEmpty(transaction) && isEmpty(own)) return given;
  return { ...api, ...transaction, ...own, ...given };
};

/** Whether nothing but the provider takes part in an evaluation, so that the SDK's rounds would change nothing. */
const isBare = (client: Client, provider: BreakwaterProvider, options: FlagEvaluationOptions | undefined) => {
  if (options?.hooks?.length || client.getHooks().length > 0 || OpenFeature.getHooks().length > 0)
    return false;
  const { providerStatus } = client;
  if (providerStatus === ProviderStatus.NOT_READY || providerStatus === ProviderStatus.FATAL) return false;
  return client.metadata.providerMetadata === provider.metadata;
};

/**
 * A client of OpenFeature that asks `provider` at once while no hook is registered, which spares the many rounds of the
 * SDK's own client; with a hook, with another provider in the domain or before it is ready, it is that client.
 */
export const quickClient = (provider: BreakwaterProvider, domain?: string): Client => {
  const stock = domain === undefined ? OpenFeature.getClient() : OpenFeature.getClient(domain);
  const quick = Object.create(stock) as Client;
  const { resolver } = provider;
  const method =
    <T, R>(
      resolve: Resolve<T>,
      give: (resolution: ResolutionDetails<T>, key: string) => R,
      slowly: Ask<T, R>,
    ) =>
    async (
      key: string,
      fallback: T,
      context?: EvaluationContext,
      options?: FlagEvaluationOptions,
    ): Promise<R> =>
      isBare(quick, provider, options)
        ? give(resolve(key, fallback, merged(quick, context)), key)
        : slowly.call(quick, key, fallback, context, options);

  return Object.assign(quick, {
    getBooleanValue: method(resolver.boolean, plainValue, stock.getBooleanValue),
    getBooleanDetails: method(resolver.boolean, fullDetails, stock.getBooleanDetails),
    getStringValue: method(resolver.string, plainValue, stock.getStringValue),
    getStringDetails: method(resolver.string, fullDetails, stock.getStringDetails),
    getNumberValue: method(resolver.number, plainValue, stock.getNumberValue),
    getNumberDetails: method(resolver.number, fullDetails, stock.getNumberDetails),
    getObjectValue: method(resolver.object, plainValue, stock.getObjectValue),
    getObjectDetails: method(resolver.object, fullDetails, stock.getObjectDetails),
  });
};
