import { z } from 'zod';

/** A moment in UTC as ISO 8601 with milliseconds, such as `2026-11-21T02:51:07.120Z`. */
export const Instant = z.iso.datetime();
export type Instant = z.infer<typeof Instant>;
