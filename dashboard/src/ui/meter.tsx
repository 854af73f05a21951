import { classes } from './classes.ts';

const fills = { ok: 'bg-ok', partial: 'bg-partial', bad: 'bg-bad', muted: 'bg-line-strong' } as const;

/** A share from 0 to 1 as a bar; `label` is what screen readers say. */
export function Meter({
  share,
  label,
  tone = 'ok',
  className,
}: {
  share: number;
  label: string;
  tone?: keyof typeof fills;
  className?: string;
}) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native meter cannot be given our colours in every browser
    <div
      role="meter"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className={classes('h-2 overflow-hidden rounded-full bg-raised', className)}
    >
      <div className={classes('h-full rounded-full', fills[tone])} style={{ width: `${percent}%` }} />
    </div>
  );
}
