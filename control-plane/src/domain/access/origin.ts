/** The headers that tell where a browser's request comes from. */
export interface OriginHeaders {
  host: string | undefined;
  origin: string | undefined;
  referer: string | undefined;
  fetchSite: string | undefined;
}

/**
 * Whether a state-changing request may rely on its cookie: it must come from this server's own pages or from an allowed
 * origin. A request that says nothing about its origin is refused; programs use a bearer token.
 */
export function mayUseCookie(headers: OriginHeaders, allowed: readonly string[]): boolean {
  const from = headers.origin ?? originOf(headers.referer);
  if (from !== undefined) return isOwn(from, headers.host) || allowed.includes(from);
  return headers.fetchSite === 'same-origin';
}

function isOwn(origin: string, host: string | undefined): boolean {
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
