import { type NextRequest, NextResponse } from 'next/server';

/** Sends those without a session cookie to sign in, with the way back; whether the cookie still counts is the control plane's to say. */
export function proxy(request: NextRequest): NextResponse {
  if (request.cookies.has('breakwater_session')) return NextResponse.next();
  const { pathname, search } = request.nextUrl;
  const target = request.nextUrl.clone();
  target.pathname = '/sign-in';
  target.search = pathname === '/' && !search ? '' : `?${new URLSearchParams({ next: pathname + search })}`;
  return NextResponse.redirect(target);
}

export const config = {
  matcher: ['/((?!_next/|api/|sign-in|livez|readyz|icon|favicon).*)'],
};
