import type { Series, Worse } from '../contract/index.ts';
import { isInWindow, type MuteWindow } from './mute-window.ts';

/** Parts of a series that a rule may look at. */
export const matchable = ['service', 'metric', 'peer', 'direction', 'signal', 'key'] as const;

/** Whether the whole of a text matches. */
type Pattern = { test(text: string): boolean };

/** What people lay down for the series that it matches: every pattern must match the whole of its part. */
export type SeriesRule = {
  match: { readonly [Part in (typeof matchable)[number]]?: Pattern | undefined };
  worse?: Worse;
  mute: readonly MuteWindow[];
};

/** What holds for one series. */
export type Ruling = { worse: Worse; mute: readonly MuteWindow[] };

const matches = ({ match }: SeriesRule, series: Series): boolean =>
  matchable.every((part) => match[part]?.test(series[part]) ?? true);

/** What the rules say of a series: the last one that speaks of a direction counts, the windows of all of them do. */
export function rulingOf(rules: readonly SeriesRule[], series: Series): Ruling {
  const own = rules.filter((rule) => matches(rule, series));
  return {
    worse: own.findLast(({ worse }) => worse !== undefined)?.worse ?? series.worse,
    mute: own.flatMap(({ mute }) => mute),
  };
}

/** Whether alerts of a series are muted at a moment (epoch ms). */
export const isMuted = (mute: readonly MuteWindow[], atMs: number): boolean =>
  mute.some((window) => isInWindow(window, atMs));
