import { type OverrideNews, parseOverrideNews } from '../evaluation/overrides.ts';
import { type FlagEvent, parseStreamData } from '../evaluation/wire.ts';

/** A message of the stream, as the parser gives it. */
export interface StreamMessage {
  readonly event?: string | undefined;
  readonly data: string;
}

/** What a message asks of the client. */
export type StreamStep =
  | { readonly kind: 'apply'; readonly events: readonly FlagEvent[]; readonly faults: readonly string[] }
  | { readonly kind: 'override'; readonly news: OverrideNews }
  | { readonly kind: 'poll' }
  /** The stream cannot be trusted to be complete: a whole state is needed. */
  | { readonly kind: 'rehydrate'; readonly reason: string }
  | { readonly kind: 'ignore' };

const stepFor = (data: string): StreamStep => {
  try {
    const { events, faults, isComplete } = parseStreamData(data);
    if (!isComplete) return { kind: 'rehydrate', reason: faults.join('; ') };
    return { kind: 'apply', events, faults };
  } catch (error) {
    return { kind: 'rehydrate', reason: String(error) };
  }
};

const overrideStep = (data: string): StreamStep => {
  try {
    return { kind: 'override', news: parseOverrideNews(data) };
  } catch (error) {
    return { kind: 'rehydrate', reason: String(error) };
  }
};

/** Decides what a message means. A delta that cannot be read whole is never half applied; a whole state is, flag by flag. */
export const readMessage = ({ event, data }: StreamMessage): StreamStep => {
  switch (event) {
    case 'unleash-connected':
    case 'unleash-updated':
      return stepFor(data);
    case 'breakwater-override':
      return overrideStep(data);
    case 'fetch-mode':
      return data.trim() === 'polling' ? { kind: 'poll' } : { kind: 'ignore' };
    default:
      return { kind: 'ignore' };
  }
};
