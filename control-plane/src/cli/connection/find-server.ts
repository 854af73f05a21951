import { type CliError, usageError } from '../cli-error.ts';
import type { DemoFile } from './demo-file.ts';
import type { SavedSessions } from './session-file.ts';

export type Server = { url: string; source: '--url' | 'BREAKWATER_URL' | 'saved login' | 'demo' };

export type ServerHints = {
  option: string | undefined;
  variable: string | undefined;
  sessions: SavedSessions;
  demo: DemoFile | undefined;
};

/** Which control plane is meant: the option, the variable, the last login, a running demo, in this order. Throws if none is. */
export function findServer(hints: ServerHints): Server {
  if (hints.option !== undefined) return { url: normalUrl(hints.option, '--url'), source: '--url' };
  if (hints.variable) return { url: normalUrl(hints.variable, 'BREAKWATER_URL'), source: 'BREAKWATER_URL' };
  if (hints.sessions.current) return { url: hints.sessions.current, source: 'saved login' };
  if (hints.demo) return { url: normalUrl(hints.demo.controlPlane, 'demo.json'), source: 'demo' };
  throw noServer();
}

function noServer(): CliError {
  return usageError(
    'no control plane is known. Name one with --url http://host:4400 or BREAKWATER_URL, or start the demo with `npm run demo`.',
  );
}

/** The URL without a slash at its end. Throws a usage error naming `source` if it is not an http or https URL. */
export function normalUrl(value: string, source: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw usageError(`${source} must be a URL such as http://127.0.0.1:4400, got "${value}".`);
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
