import { ErrorCode, type JsonValue, type ResolutionDetails } from '@openfeature/server-sdk';
import type { FlagDetails, FlagFault } from '../client-types.ts';

type Refusal = Pick<ResolutionDetails<unknown>, 'errorCode' | 'errorMessage'>;

/** What a payload gives as the type that was asked for, or why it gives none. */
type Reading<T> = { readonly value: T } | { readonly refusal: Refusal };

const errorCodes: Readonly<Record<FlagFault, ErrorCode>> = {
  not_ready: ErrorCode.PROVIDER_NOT_READY,
  not_found: ErrorCode.FLAG_NOT_FOUND,
  unreadable: ErrorCode.PARSE_ERROR,
};

const reasonOf = (details: FlagDetails) => details.reason.toUpperCase();

const refused = <T>(fallback: T, { errorCode, errorMessage }: Refusal): ResolutionDetails<T> => ({
  value: fallback,
  reason: 'ERROR',
  ...(errorCode && { errorCode }),
  ...(errorMessage && { errorMessage }),
});

const fault = <T>({ fault, message }: FlagDetails, fallback: T): ResolutionDetails<T> =>
  refused(fallback, {
    errorCode: fault === undefined ? ErrorCode.GENERAL : errorCodes[fault],
    ...(message && { errorMessage: message }),
  });

/** Whether a flag is on, whatever variants it has. */
export const resolveBoolean = (details: FlagDetails, fallback: boolean): ResolutionDetails<boolean> => {
  if (details.fault !== undefined) return fault(details, fallback);
  const { enabled: value, variant } = details;
  const reason = reasonOf(details);
  return variant.enabled ? { value, variant: variant.name, reason } : { value, reason };
};

type Payload = { readonly type: string; readonly value: string } | undefined;

const mismatch = (wanted: string, got: string): { readonly refusal: Refusal } => ({
  refusal: {
    errorCode: ErrorCode.TYPE_MISMATCH,
    errorMessage: `The payload should be ${wanted}, but was ${got}.`,
  },
});

const unparsable = (wanted: string, { value }: { readonly value: string }) => ({
  refusal: {
    errorCode: ErrorCode.PARSE_ERROR,
    errorMessage: `The payload should be ${wanted}, but was ${JSON.stringify(value.slice(0, 80))}.`,
  },
});

const readText = (payload: Payload, name: string): Reading<string> => {
  if (payload === undefined) return { value: name };
  const isText = payload.type === 'string' || payload.type === 'csv';
  return isText ? { value: payload.value } : mismatch('of type string or csv', payload.type);
};

const readNumber = (payload: Payload): Reading<number> => {
  if (payload?.type !== 'number') return mismatch('of type number', payload?.type ?? 'none');
  const value = payload.value.trim() === '' ? Number.NaN : Number(payload.value);
  return Number.isFinite(value) ? { value } : unparsable('a number', payload);
};

const readJson = (payload: Payload): Reading<JsonValue> => {
  if (payload?.type !== 'json') return mismatch('of type json', payload?.type ?? 'none');
  try {
    return { value: JSON.parse(payload.value) as JsonValue };
  } catch {
    return unparsable('JSON', payload);
  }
};

/** The payload of a flag's variant; the fallback where the flag is off, an error where it has no variant of the type. */
const resolvePayload = <T>(
  details: FlagDetails,
  fallback: T,
  read: (payload: Payload, name: string) => Reading<T>,
): ResolutionDetails<T> => {
  if (details.fault !== undefined) return fault(details, fallback);
  const { enabled, variant } = details;
  const reason = reasonOf(details);
  if (!enabled) return { value: fallback, reason: details.reason === 'disabled' ? reason : 'DEFAULT' };
  if (!variant.enabled) return refused(fallback, mismatch('of a variant', 'a flag without variants').refusal);
  const reading = read(variant.payload, variant.name);
  if ('refusal' in reading) return refused(fallback, reading.refusal);
  return { value: reading.value, variant: variant.name, reason };
};

/** The text of a flag's variant, or, of a variant without a payload, its name. */
export const resolveString = (details: FlagDetails, fallback: string) =>
  resolvePayload(details, fallback, readText);

/** The number of a flag's variant. */
export const resolveNumber = (details: FlagDetails, fallback: number) =>
  resolvePayload(details, fallback, readNumber);

/** The JSON of a flag's variant. */
export const resolveObject = <T extends JsonValue>(details: FlagDetails, fallback: T) =>
  resolvePayload(details, fallback, readJson as (payload: Payload) => Reading<T>);
