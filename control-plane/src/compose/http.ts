import type { RequestListener } from 'node:http';
import { type App, buildApp } from '../adapters/http/app.ts';
import { breakGlassRoutes } from '../adapters/http/break-glass/routes.ts';
import { dispatchServer } from '../adapters/http/dispatch.ts';
import { guardRoutes } from '../adapters/http/guard.ts';
import type { Identifier } from '../adapters/http/identity.ts';
import { LiveStream } from '../adapters/http/live-stream.ts';
import { auditRoutes } from '../adapters/http/routes/audit.ts';
import { changeRoutes } from '../adapters/http/routes/changes.ts';
import { incidentRoutes } from '../adapters/http/routes/incidents.ts';
import { instanceRoutes } from '../adapters/http/routes/instances.ts';
import { killabilityRoutes } from '../adapters/http/routes/killability.ts';
import { labRoutes } from '../adapters/http/routes/lab.ts';
import { levelRoutes } from '../adapters/http/routes/levels.ts';
import { liveRoutes } from '../adapters/http/routes/live.ts';
import { policyRoutes } from '../adapters/http/routes/policies.ts';
import { probeRoutes } from '../adapters/http/routes/probes.ts';
import { rolloutRoutes } from '../adapters/http/routes/rollouts.ts';
import { serviceRoutes } from '../adapters/http/routes/services.ts';
import { sessionRoutes } from '../adapters/http/routes/session.ts';
import { switchRoutes } from '../adapters/http/routes/switches.ts';
import type { Metrics } from '../adapters/telemetry/metrics.ts';
import type { Flags } from '../adapters/unleash/open-flags.ts';
import { unleashPath } from '../adapters/unleash/open-unleash.ts';
import type { Access } from '../services/access.ts';
import type { RolloutDeps } from '../services/rollouts.ts';
import type { Following } from './following.ts';
import type { Ground } from './ground.ts';
import { wholeState } from './live-readers.ts';
import type { openOutside } from './outside.ts';
import type { openSwitches } from './switches.ts';

/** What the routes are made of. */
interface Parts {
  access: Access;
  identifier: Identifier;
  flags: Flags;
  metrics: Metrics;
  following: Following;
  outside: ReturnType<typeof openOutside>;
  rollouts: RolloutDeps;
  switches: ReturnType<typeof openSwitches>;
}

/** Every route of the control plane, on one server; Unleash answers under its own path. */
export async function openHttp(
  { config, log, now, store, watch, onClose }: Ground,
  parts: Parts,
): Promise<App> {
  const { access, identifier, flags, metrics, following, outside, rollouts, switches } = parts;
  const { allowedOrigins, environment } = config;
  const app = await buildApp({
    log,
    allowedOrigins,
    serverFactory: (handler) => dispatchServer(unleashPath, flags.app, handler as RequestListener),
    onAnswered: (request, reply, seconds) => {
      const route = request.routeOptions.url ?? 'unknown';
      metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds);
    },
  });
  onClose(() => app.close());
  const live = new LiveStream(following.buffer, () => wholeState(following.reads, store), now);
  // Streams say goodbye before the server cuts what is still open.
  onClose(() => live.close());
  onClose(() => flags.streams.close());

  const { reads } = following;
  guardRoutes(app, identifier);
  sessionRoutes(app, { access, identifier, environment, allowedOrigins });
  switchRoutes(app, switches);
  changeRoutes(app, reads);
  instanceRoutes(app, { ...reads, intake: following.intake });
  incidentRoutes(app, { ...reads, detector: outside.detector });
  rolloutRoutes(app, rollouts);
  levelRoutes(app, switches);
  policyRoutes(app, switches);
  serviceRoutes(app, { ...reads, ...outside });
  labRoutes(app, { lab: outside.lab, audit: store.audit, show: (lab) => outside.labView.show(lab) });
  auditRoutes(app, store.audit);
  liveRoutes(app, live);
  await breakGlassRoutes(app, { ...switches, access, identifier, allowedOrigins });
  killabilityRoutes(app, { ...reads, revisionSince: () => flags.streams.revisionSince });
  probeRoutes(app, { metrics, isDatabaseAway: () => watch.isAway });
  return app;
}
