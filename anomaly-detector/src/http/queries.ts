import { z } from 'zod';
import { HttpProblem } from './problem.ts';

const instant = z.union([
  z.coerce.number().int(),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);

const BandQuery = z.object({
  key: z.string().min(1),
  from: instant.optional(),
  to: instant.optional(),
  points: z.coerce.number().int().min(2).max(5000).default(300),
});

/** Which part of a band is asked for; times in epoch ms. */
export type BandQuestion = { key: string; from: number; to: number; points: number };

const defaultWindowMs = 15 * 60_000;

/** Reads the query of `GET /api/v1/band`; throws a 400 that names the parameter. The default window is 15 minutes up to `now`. */
export function parseBandQuery(query: unknown, now: number): BandQuestion {
  const parsed = BandQuery.safeParse(query);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new HttpProblem(
      400,
      'query_invalid',
      `${issue.path.join('.')}: ${issue.message}; expected key, and optionally from and to (ISO 8601 or epoch ms) and points (2-5000)`,
    );
  }
  const { key, points } = parsed.data;
  const to = parsed.data.to ?? now;
  const from = parsed.data.from ?? to - defaultWindowMs;
  if (from > to)
    throw new HttpProblem(400, 'query_invalid', `from: expected a time before to, got ${from} and ${to}`);
  return { key, from, to, points };
}
