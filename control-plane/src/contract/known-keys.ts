import { z } from 'zod';

/** A request of which each other field is an error that lists those that there are: a misspelt one must not be left out in silence. */
export const knownKeys = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `expected one of ${Object.keys(shape).join(', ')}; got ${(issue.keys as string[]).join(', ')}`
        : undefined,
  });
