import type { LiveEvent } from '@breakwater/control-plane/contract';
import { openEventStream } from './event-stream.ts';

const name = 'breakwater-live';
type Message = { kind: 'opened' } | { kind: 'event'; event: LiveEvent };

export interface OneStreamHandlers {
  /** The stream was opened anew: something may have been missed. */
  onOpen(): void;
  onEvent(event: LiveEvent): void;
  /** Whether the stream seems silent to this tab; it then takes the lead as soon as it is looked at. */
  isSilent(): boolean;
}

/**
 * Shares one live stream between all tabs of this browser, because HTTP/1.1 allows six connections per host and
 * a seventh tab would never load: the tab that holds the lock listens and passes on what it hears.
 */
export function joinOneStream(handlers: OneStreamHandlers): () => void {
  // Locks are missing on pages from a foreign host without TLS: each tab then listens by itself.
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) return openEventStream(handlers);

  const channel = new BroadcastChannel(name);
  const left = new AbortController();
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'opened') handlers.onOpen();
    else handlers.onEvent(data.event);
  };

  let stopLeading = () => {};

  async function lead(): Promise<void> {
    const tell = (message: Message) => channel.postMessage(message);
    const close = openEventStream({
      onOpen: () => {
        handlers.onOpen();
        tell({ kind: 'opened' });
      },
      onEvent: (event) => {
        handlers.onEvent(event);
        tell({ kind: 'event', event });
      },
    });
    stopLeading = close;
    await new Promise((resolve) => left.signal.addEventListener('abort', resolve, { once: true }));
    close();
  }

  function queue(options: LockOptions): void {
    navigator.locks.request(name, options, lead).catch(() => {
      // Another tab took the lock over, or this one has left.
      stopLeading();
      if (!left.signal.aborted) queue({ signal: left.signal });
    });
  }

  // The leading tab may be frozen in the background while this one is being looked at.
  function onVisible(): void {
    if (document.visibilityState === 'visible' && handlers.isSilent()) queue({ steal: true });
  }

  queue({ signal: left.signal });
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    document.removeEventListener('visibilitychange', onVisible);
    left.abort();
    channel.close();
  };
}
