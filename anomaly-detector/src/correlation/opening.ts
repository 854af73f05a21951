import { secondsIn } from '../baseline/traits.ts';
import { type Finding, isSymptom } from './finding.ts';

/** Time for the rest of a group to show before it is opened, so that it opens whole. */
export const settleMs = 1_500;
/** A single symptom must last this long to be an incident by itself: a grave one, and a mild one. */
const aloneGraveMs = 20_000;
/** Many failures are no accident of measurement: past the time of a restart they are believed alone. */
const aloneFailingMs = 10_000;
const aloneMildMs = 60_000;
/** Severity from which a symptom is grave: four times the usual latency, 13 % of failures. */
const grave = 2;
/** A restart of a process is not an outage: absence counts from here. */
const absenceMs = 10_000;
/** Where most services slow down at once, the machine is busy: it must last. */
const widespreadMs = 40_000;
const widespreadShare = 0.6;
const widespreadServices = 3;
/** A slowness that adds less than this to every request is felt by few: it must last. */
const mildSlownessS = 0.1;
const mildMs = 30_000;
/** Evidence that opens: about two clear symptoms. */
const enough = 2;

/** Whether alerts that began together are an incident, at `now`. `servicesKnown` is the number of services with traffic. */
export function isIncident(findings: readonly Finding[], now: number, servicesKnown: number): boolean {
  const lasting = findings.filter((finding) => finding.endsAt === null);
  const symptoms = lasting.filter((finding) => isSymptom(finding.alert) && !isBriefAbsence(finding, now));
  if (symptoms.length === 0) return false;
  if (now - Math.min(...findings.map((finding) => finding.raisedAt)) < settleMs) return false;
  if (isWidespreadSlowness(lasting, servicesKnown)) {
    return now - Math.min(...symptoms.map((finding) => finding.startsAt)) >= widespreadMs;
  }
  if (symptoms.every(isMildSlowness) && now - Math.min(...symptoms.map(({ startsAt }) => startsAt)) < mildMs)
    return false;
  const weight = lasting.reduce((sum, finding) => sum + weightOf(finding, now), 0);
  return weight >= enough;
}

const isBriefAbsence = (finding: Finding, now: number): boolean =>
  finding.alert.signal === 'availability' && now - finding.startsAt < absenceMs;

function isMildSlowness({ alert }: Finding): boolean {
  const seconds = secondsIn[alert.unit];
  return (
    alert.signal === 'latency' &&
    seconds !== undefined &&
    (alert.value - alert.expected) * seconds < mildSlownessS
  );
}

function weightOf(finding: Finding, now: number): number {
  if (isBriefAbsence(finding, now)) return 0;
  if (!isSymptom(finding.alert)) return finding.alert.signal === 'saturation' ? 0.5 : 0.25;
  const isGrave = finding.severity >= grave && !isMildSlowness(finding);
  if (now - finding.startsAt >= patienceWith(finding, isGrave)) return enough;
  return isGrave ? 1 : finding.severity >= 1 ? 0.75 : 0.5;
}

function patienceWith(finding: Finding, isGrave: boolean): number {
  if (!isGrave) return aloneMildMs;
  return finding.alert.signal === 'errors' ? aloneFailingMs : aloneGraveMs;
}

function isWidespreadSlowness(lasting: readonly Finding[], servicesKnown: number): boolean {
  if (lasting.some(({ alert }) => alert.signal === 'errors' || alert.signal === 'availability')) return false;
  const slow = new Set(
    lasting
      .filter(({ alert }) => alert.signal === 'latency' && alert.direction !== 'out')
      .map(({ alert }) => alert.service),
  );
  return slow.size >= widespreadServices && slow.size >= widespreadShare * servicesKnown;
}
