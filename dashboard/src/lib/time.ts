/** A moment: ISO 8601 text or epoch milliseconds. */
export type Moment = string | number;

const toMs = (moment: Moment): number => (typeof moment === 'number' ? moment : Date.parse(moment));

/** The time of day in UTC, such as `02:51:07Z`. */
export function formatClock(moment: Moment): string {
  return `${new Date(toMs(moment)).toISOString().slice(11, 19)}Z`;
}

/** Day and time in UTC, such as `2026-11-21 02:51:07Z`. */
export function formatInstant(moment: Moment): string {
  return `${new Date(toMs(moment)).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** The time of day in UTC, with month and day before it where they are not those of `now`. */
export function formatShort(moment: Moment, now: number): string {
  const iso = new Date(toMs(moment)).toISOString();
  const isSameDay = iso.slice(0, 10) === new Date(now).toISOString().slice(0, 10);
  return isSameDay ? formatClock(moment) : `${iso.slice(5, 10)} ${formatClock(moment)}`;
}

/** A span in its two largest units, such as `43 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`; milliseconds in. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const units: [number, string][] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first === -1) return '0 s';
  const [size, name] = units[first]!;
  const next = units[first + 1];
  const rest = next ? Math.floor((seconds % size) / next[0]) : 0;
  const head = `${Math.floor(seconds / size)} ${name}`;
  return next && rest > 0 ? `${head} ${rest} ${next[1]}` : head;
}

/** A span in its largest unit only, such as `3 d`, for what ages slowly; milliseconds in. */
export function formatRoughAge(ms: number): string {
  return formatAge(ms).split(' ').slice(0, 2).join(' ');
}

/** How long ago or ahead, such as `12 s ago`, `in 3 min`, `just now`. */
export function formatRelative(moment: Moment, now: number): string {
  const ms = now - toMs(moment);
  if (Math.abs(ms) < 1500) return 'just now';
  return ms > 0 ? `${formatAge(ms)} ago` : `in ${formatAge(-ms)}`;
}

/** A sentence whose ISO 8601 times are written as everywhere else on the pages. */
export function withShortTimes(text: string, now: number): string {
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (iso) => formatShort(iso, now));
}

/** What is left until `moment` as `m:ss` or `h:mm:ss`; `0:00` once it has passed. */
export function formatCountdown(moment: Moment, now: number): string {
  const seconds = Math.max(0, Math.ceil((toMs(moment) - now) / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
