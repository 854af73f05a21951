import { z } from 'zod';
import { parseDuration } from '../../parse/units.ts';
import { HttpProblem } from '../problem.ts';

const isoMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment as ISO 8601 or epoch ms. */
export const Moment = z.string().transform((text, context) => {
  const ms = /^\d+$/.test(text) ? Number(text) : isoMoment.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'expected ISO 8601 or epoch ms', input: text });
  return z.NEVER;
});

/** A step as seconds or a duration such as `30s`, in ms. */
export const Step = z.string().transform((text, context) => {
  const ms = parseDuration(text) ?? Number(text) * 1000;
  if (ms >= 1) return ms;
  context.addIssue({ code: 'custom', message: 'expected seconds, or a duration such as 30s', input: text });
  return z.NEVER;
});

/** `true` or `false`. */
export const YesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

/** How many at once, up to a number. */
export const Limit = (most: number) => z.coerce.number().int().min(1).max(most);

/** Reads the parameters of a query; throws a 400 that names the parameter, what was expected and what came. */
export function readQuery<Schema extends z.ZodObject>(schema: Schema, query: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const { path, message, code } = parsed.error.issues[0]!;
  const name = String(path[0] ?? '');
  if (code === 'unrecognized_keys') throw queryInvalid(message);
  const given = (query as Record<string, unknown>)[name];
  throw queryInvalid(`${name}: ${message}, got ${given === undefined ? 'nothing' : JSON.stringify(given)}`);
}

/** A stretch of time that ends now and lasts `usualMs` where nothing else is said. */
export function readRange(
  given: { from?: number | undefined; to?: number | undefined },
  now: number,
  usualMs: number,
) {
  const to = given.to ?? now;
  const from = given.from ?? to - usualMs;
  if (from > to) throw queryInvalid(`from: expected a time before to, got ${from} and ${to}`);
  return { from, to };
}

/** A query that cannot be answered. */
export const queryInvalid = (message: string): HttpProblem => new HttpProblem(400, 'query_invalid', message);
