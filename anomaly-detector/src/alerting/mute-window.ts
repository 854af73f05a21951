/** The days of the week as they are written, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/**
 * A time of the week in which no alert starts. `from` and `to` are minutes of the local day; where `to` is not later than
 * `from` the window goes on into the next day.
 */
export type MuteWindow = { days: readonly Weekday[]; from: number; to: number; timezone: string };

const minuteMs = 60_000;
const minutesOfDay = 1440;

type LocalTime = { day: Weekday; minute: number };

/** A clock of one time zone that remembers its last minute: the rows of all series ask for the same one. */
type LocalClock = { format: Intl.DateTimeFormat; minute: number; time: LocalTime };

const clocks = new Map<string, LocalClock>();

function clockOf(timezone: string): LocalClock {
  const known = clocks.get(timezone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const clock: LocalClock = { format, minute: Number.NaN, time: { day: 'mon', minute: 0 } };
  clocks.set(timezone, clock);
  return clock;
}

function localTime(timezone: string, atMs: number): LocalTime {
  const clock = clockOf(timezone);
  const minute = Math.floor(atMs / minuteMs);
  if (clock.minute === minute) return clock.time;
  const parts = new Map(clock.format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  clock.minute = minute;
  clock.time = {
    day: parts.get('weekday')!.toLowerCase() as Weekday,
    minute: 60 * Number(parts.get('hour')) + Number(parts.get('minute')),
  };
  return clock.time;
}

const dayBefore = (day: Weekday): Weekday => weekdays[(weekdays.indexOf(day) + 6) % 7]!;

/** Whether a moment (epoch ms) lies in the window. */
export function isInWindow({ days, from, to, timezone }: MuteWindow, atMs: number): boolean {
  const { day, minute } = localTime(timezone, atMs);
  if (from < to) return days.includes(day) && minute >= from && minute < to;
  return (days.includes(day) && minute >= from) || (days.includes(dayBefore(day)) && minute < to);
}

/** Minutes of the day of a time such as `02:30`; `24:00` is its end. NaN for anything else. */
export function minuteOfDay(text: string): number {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(text) ?? [];
  const total = 60 * Number(hours) + Number(minutes);
  return Number(minutes) < 60 && total <= minutesOfDay ? total : Number.NaN;
}
