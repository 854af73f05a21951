import { fingerprintOf } from '../alerting/fingerprint.ts';
import { sentenceOf } from '../alerting/sentence.ts';
import type { Alert, ChangeEvent, IncidentReport } from '../contract/index.ts';
import type { Finding } from '../correlation/finding.ts';
import { findingKey } from '../correlation/finding.ts';
import { startGroup } from '../correlation/group.ts';
import { reportOf } from '../correlation/report.ts';
import { clamp } from '../numerics/clamp.ts';
import { scoreOfEvidence } from '../numerics/score.ts';
import type { Engine } from '../services/engine.ts';
import { type IncidentsJson, incidentsJson } from './incidents-json.ts';
import type { KnownIncident, Peak } from './replay.ts';

/** Deviations below this many spreads are not counted as evidence. */
const leastDeviation = 2;
/** Spreads that count as an alert. */
const alertDeviation = 4;

/** Ranks what deviates around a moment at which an incident is known to be: the question whether is not asked. */
export function rankAt(
  engine: Engine,
  peaks: ReadonlyMap<string, Peak>,
  changes: readonly ChangeEvent[],
  known: KnownIncident,
): IncidentsJson {
  const findings = [...peaks.values()]
    .filter(({ deviation }) => deviation >= leastDeviation)
    .map((peak) => findingOf(peak, known))
    .sort((a, b) => b.severity - a.severity || a.alert.seriesKey.localeCompare(b.alert.seriesKey));
  const [first, ...others] = findings;
  if (first === undefined) return incidentsJson([nothingDeviates(known)], []);
  const group = startGroup(`inc-${new Date(known.at).toISOString().replace(/\D/g, '').slice(0, 14)}`, first);
  for (const finding of others) group.findings.set(findingKey(finding.alert), finding);
  group.openedAt = known.at;
  const report = reportOf(group, { changes, switches: [] }, engine.topology, known.at);
  return incidentsJson([preferReachable(report, engine, known)], []);
}

function findingOf(peak: Peak, known: KnownIncident): Finding {
  const { reading, deviation, expected, lower, upper } = peak;
  const { series, value } = reading;
  const startsAt = Math.max(peak.at, known.at - 30_000);
  const alert: Alert = {
    fingerprint: fingerprintOf(series.key),
    seriesKey: series.key,
    service: series.service,
    direction: series.direction,
    peer: series.peer,
    metric: series.metric,
    signal: series.signal,
    unit: series.unit,
    kind: 'shift',
    startsAt: new Date(startsAt).toISOString(),
    endsAt: null,
    score: scoreOfEvidence(deviation / alertDeviation),
    value,
    expected,
    lower,
    upper,
    sentence: sentenceOf(series, {
      ...{ kind: 'shift', value, extreme: value, lower, upper },
      lastedMs: reading.at - startsAt,
      hasEnded: false,
    }),
    why: 'it deviates while the incident is under way',
  };
  return {
    alert,
    startsAt,
    raisedAt: reading.at,
    endsAt: null,
    severity: clamp(Math.log2(deviation / 2), 0.1, 5),
  };
}

/** What the symptom's service cannot reach by its calls is less likely where it began. */
function preferReachable(report: IncidentReport, engine: Engine, known: KnownIncident): IncidentReport {
  const { service } = known;
  if (service === null) return report;
  const weighed = report.origins.map((origin) => {
    const isReachable = engine.topology.hops(service, origin.service) !== null;
    return {
      ...origin,
      confidence: isReachable ? origin.confidence : origin.confidence / 3,
      reasons: isReachable ? origin.reasons : [...origin.reasons, `${service} does not call it`],
    };
  });
  return {
    ...report,
    origins: weighed.sort((a, b) => b.confidence - a.confidence || a.service.localeCompare(b.service)),
  };
}

function nothingDeviates(known: KnownIncident): IncidentReport {
  const at = new Date(known.at).toISOString();
  const services = known.service === null ? [] : [known.service];
  return {
    id: `inc-${at.replace(/\D/g, '').slice(0, 14)}`,
    openedAt: at,
    startedAt: at,
    recoveredAt: null,
    title: 'nothing deviates',
    services,
    alerts: [],
    origins: services.map((service) => ({
      service,
      confidence: 0,
      reasons: ['nothing deviates around that time'],
    })),
    suspects: [],
    cleared: [],
    verdict: 'unknown',
    suggestion: null,
  };
}
