import type { LiveEvent } from '@breakwater/control-plane/contract';

/** The names that the live stream uses for its events. */
const eventTypes = [
  'switch',
  'propagation',
  'instances',
  'incident',
  'rollout',
  'change',
  'lab',
  'level',
  'drill',
  'policy',
  'reminder',
  'heartbeat',
] as const satisfies readonly LiveEvent['type'][];

const silenceMs = 20_000;
const longestWaitMs = 10_000;

export interface EventStreamHandlers {
  onOpen(): void;
  onEvent(event: LiveEvent): void;
}

/** Keeps one EventSource open: anew after errors with growing waits, after 20 s of silence, and as the page becomes visible. Returns how to stop. */
export function openEventStream(handlers: EventStreamHandlers): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let lastEventId = '';
  let lastSignAt = Date.now();

  function connect(): void {
    close();
    lastSignAt = Date.now();
    source = new EventSource(
      `/api/v1/live${lastEventId ? `?lastEventId=${encodeURIComponent(lastEventId)}` : ''}`,
    );
    source.onopen = () => {
      failures = 0;
      lastSignAt = Date.now();
      handlers.onOpen();
    };
    source.onerror = () => {
      close();
      failures += 1;
      retry = setTimeout(connect, Math.min(longestWaitMs, 500 * 2 ** failures) * (0.75 + Math.random() / 2));
    };
    for (const type of eventTypes) source.addEventListener(type, (message) => receive(type, message));
  }

  function receive(type: LiveEvent['type'], message: MessageEvent<string>): void {
    lastSignAt = Date.now();
    if (message.lastEventId) lastEventId = message.lastEventId;
    handlers.onEvent({ type, data: JSON.parse(message.data) } as LiveEvent);
  }

  function close(): void {
    clearTimeout(retry);
    source?.close();
    source = undefined;
  }

  function reconnectIfSilent(): void {
    if (source && Date.now() - lastSignAt > silenceMs) connect();
  }

  function onVisible(): void {
    if (document.visibilityState !== 'visible') return;
    if (source) reconnectIfSilent();
    else connect();
  }

  const watchdog = setInterval(reconnectIfSilent, 5000);
  document.addEventListener('visibilitychange', onVisible);
  connect();
  return () => {
    clearInterval(watchdog);
    document.removeEventListener('visibilitychange', onVisible);
    close();
  };
}
