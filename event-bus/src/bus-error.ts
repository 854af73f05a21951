/** Stable codes of {@link BusError}. */
export const busErrorCodes = {
  url: 'bus_url_invalid',
  unavailable: 'bus_unavailable',
  publish: 'bus_publish_failed',
  subscribe: 'bus_subscribe_failed',
  closed: 'bus_closed',
} as const;

/** One of {@link busErrorCodes}. */
export type BusErrorCode = (typeof busErrorCodes)[keyof typeof busErrorCodes];

/** Says what the bus could not do; `cause` holds the broker's own error. */
export class BusError extends Error {
  readonly code: BusErrorCode;

  constructor(code: BusErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'BusError';
    this.code = code;
  }
}
