import type { Problem } from '@breakwater/control-plane/contract';

/** An RFC 9457 answer made by the dashboard itself. */
export function problemResponse(
  status: number,
  { code, title, detail }: Pick<Problem, 'code' | 'title' | 'detail'>,
): Response {
  const problem: Problem = { type: 'about:blank', title, status, code, detail };
  return Response.json(problem, {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });
}
