import type { FlagContext } from '../../client-types.ts';
import type { Surroundings } from './surroundings.ts';

/** Reads one field of a context: `undefined` or `null` where the context does not have it. */
export type FieldReader = (context: FlagContext) => unknown;

/** Reads one field of a context as text: `undefined` where the context does not have it. */
export type TextReader = (context: FlagContext) => string | undefined;

type AnyContext = FlagContext & Readonly<Record<string, unknown>>;

const MOST_GENERATED = 500;
const generated = new Map<string, FieldReader>();

/** Finds a field as Unleash does: at the top of the context, then among its properties. */
const readAny =
  (field: string): FieldReader =>
  (context) =>
    (context as AnyContext)[field] ?? context.properties?.[field];

/**
 * Reads a field by its name as code of its own. A closure over `field` is shared by all fields, and the engine then
 * looks the name up at each call, which costs more than all the rest of a constraint. Where the process forbids code
 * from strings, that closure is what reads.
 */
const generateReader = (field: string): FieldReader => {
  const name = JSON.stringify(field);
  try {
    return new Function('context', `return context[${name}] ?? context.properties?.[${name}]`) as FieldReader;
  } catch {
    return readAny(field);
  }
};

const ownReader = (field: string): FieldReader => {
  const known = generated.get(field);
  if (known !== undefined) return known;
  if (generated.size >= MOST_GENERATED) return readAny(field);
  const reader = generateReader(field);
  generated.set(field, reader);
  return reader;
};

/** A field that the client itself knows; a context that names it, be it as `undefined`, goes before. */
const fieldWithDefault =
  (field: string, byDefault: string): FieldReader =>
  (context) =>
    (Object.hasOwn(context, field) ? (context as AnyContext)[field] : byDefault) ??
    context.properties?.[field];

/** Gives what reads a field; `appName` and `environment` have the client's own as a default. */
export const fieldReader = (field: string, { appName, environment }: Surroundings): FieldReader => {
  if (field === 'appName') return fieldWithDefault(field, appName);
  if (field === 'environment') return fieldWithDefault(field, environment);
  return ownReader(field);
};

export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? undefined : String(value);
};

/** As `fieldReader`, for fields that are compared as text. */
export const textReader = (field: string, surroundings: Surroundings): TextReader => {
  const read = fieldReader(field, surroundings);
  return (context) => textOf(read(context));
};
