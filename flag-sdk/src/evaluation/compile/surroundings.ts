import type { Strategy } from 'unleash-client';

/** What evaluation depends on besides the flags and the context of a call. */
export interface Surroundings {
  /** Context field `appName` of calls that give none. */
  readonly appName: string;
  /** Context field `environment` of calls that give none. */
  readonly environment: string;
  /** The server's clock in milliseconds since 1970, for date constraints. */
  readonly now: () => number;
  /** A number from 0 to below 1, for those who carry no id. */
  readonly random: () => number;
  /** Strategies of the service's own; they go before those of the same name. */
  readonly strategies: readonly Strategy[];
}
