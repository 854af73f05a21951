import type { IncomingMessage, ServerResponse } from 'node:http';

/** What this system uses of the express requests of the embedded flag engine. */
export interface UnleashRequest extends IncomingMessage {
  ip: string;
  /** Set once authenticated: a person, or an API token with its projects and environment. */
  user?: unknown;
}

/** What this system uses of its responses. */
export interface UnleashResponse extends ServerResponse {
  status(code: number): UnleashResponse;
  json(body: unknown): void;
}

/** What this system uses of its app. */
export interface UnleashApp {
  (req: IncomingMessage, res: ServerResponse): void;
  use(path: string, handler: UnleashHandler): void;
  get(path: string, handler: UnleashHandler): void;
}

/** Answers, or hands on by calling `next`. */
export type UnleashHandler = (
  req: UnleashRequest,
  res: UnleashResponse,
  next: (error?: unknown) => void,
) => void;
