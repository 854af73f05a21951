import type { Alert } from '@breakwater/control-plane/contract';
import { formatRange, formatValue } from '../../lib/numbers.ts';
import { withArrows } from '../../lib/text.ts';
import { formatAge } from '../../lib/time.ts';
import { metricName, seriesPlace } from '../metrics/series-view.ts';

/** What an alert is about, such as `error ratio of gateway → recommendation`. */
export function alertName(alert: Alert): string {
  return `${metricName(alert.metric)} of ${seriesPlace(alert)}`;
}

/**
 * What an alert came to: its worst value, and what was expected as it became one. The value that the detector saw last is left
 * to the chart, which has a newer one.
 */
export function alertFigures(alert: Alert): string {
  const { startsAt, endsAt, lower, upper, unit, hour } = alert;
  const lasted = endsAt === null ? '' : `, for ${formatAge(Date.parse(endsAt) - Date.parse(startsAt))}`;
  const when = hour === undefined ? 'when it began' : `at this hour (${hour} UTC)`;
  return `${stateOf(alert)}, expected ${formatRange(lower, upper, unit)} ${when}${lasted}`;
}

function stateOf({ kind, endsAt, extreme, value, unit }: Alert): string {
  const isLasting = endsAt === null;
  if (kind === 'gap') return isLasting ? 'no values' : 'had no values';
  const worst = `${isLasting ? 'worst so far' : 'at worst'} ${formatValue(extreme ?? value, unit)}`;
  return kind === 'spread' ? `${isLasting ? 'scatters' : 'scattered'} unusually, ${worst}` : worst;
}

/** A reason in which each alert says the same as everywhere else on the page, and arrows are arrows. */
export function withAlertWords(reason: string, alerts: readonly Alert[]): string {
  const said = alerts.reduce(
    (text, alert) => text.replace(alert.sentence, () => `${alertName(alert)}, ${alertFigures(alert)}`),
    reason,
  );
  return withArrows(said);
}
