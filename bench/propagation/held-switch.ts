import type { FlagEvent } from '../../flag-sdk/src/evaluation/wire.ts';

/** What one connection holds of the switch that is watched. */
export interface HeldSwitch {
  readonly revision: number;
  readonly isLive: boolean | undefined;
}

export const nothingHeld: HeldSwitch = { revision: 0, isLive: undefined };

/** Takes events in, as a client does: the revision never goes back. */
export const takeEvents = (held: HeldSwitch, events: readonly FlagEvent[], key: string): HeldSwitch =>
  events.reduce((before, event) => takeEvent(before, event, key), held);

const takeEvent = (before: HeldSwitch, event: FlagEvent, key: string): HeldSwitch => {
  if (event.eventId < before.revision) return before;
  const revision = event.eventId;
  if (event.type === 'hydration') {
    return { revision, isLive: event.flags.find(({ name }) => name === key)?.enabled };
  }
  const isOwn = event.type === 'flag-updated' && event.flag.name === key;
  return { revision, isLive: isOwn ? event.flag.enabled : before.isLive };
};
