import { z } from 'zod';

/** An object in which each other key is an error that lists the keys that are known: a misspelt one must not be left out in silence. */
export const knownKeys = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `expected one of ${Object.keys(shape).join(', ')}; got ${(issue.keys as string[]).join(', ')}`
        : undefined,
  });
