import { getConfig } from '../../server/config.ts';

export const dynamic = 'force-dynamic';

/** Ready to serve pages; they show stale data with its age while the control plane is away, so that is told but not required. */
export async function GET(): Promise<Response> {
  const reachable = await fetch(`${getConfig().controlPlaneUrl}/livez`, {
    cache: 'no-store',
    signal: AbortSignal.timeout(1000),
  }).then(
    (answer) => answer.ok,
    () => false,
  );
  return Response.json({ ready: true, controlPlane: reachable ? 'answers' : 'away' });
}
