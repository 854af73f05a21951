import type { Health } from '@breakwater/control-plane/contract';
import { classes } from './classes.ts';

const colour: Record<Health, string> = {
  ok: 'text-ok',
  partial: 'text-partial',
  bad: 'text-bad',
  unknown: 'text-unknown',
};

/** The shape of a state: full circle ok, half circle partial, square bad, dashed circle with a question mark unknown. */
export function StateShape({ state, className }: { state: Health; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={classes('inline-block size-[0.95em] shrink-0', colour[state], className)}
    >
      {state === 'ok' && <circle cx="8" cy="8" r="6.5" fill="currentColor" />}
      {state === 'partial' && (
        <>
          <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.8" />
          <path d="M8 2a6 6 0 0 0 0 12Z" fill="currentColor" />
        </>
      )}
      {state === 'bad' && <rect x="2" y="2" width="12" height="12" rx="1.5" fill="currentColor" />}
      {state === 'unknown' && (
        <>
          <circle
            cx="8"
            cy="8"
            r="6.5"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeDasharray="2.6 2"
          />
          <path
            d="M6.2 6.4a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M8 11.2v.6"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.3"
            strokeLinecap="round"
          />
        </>
      )}
    </svg>
  );
}

/** A state by shape, word and colour; null for what is neither good nor bad, which has only a word. */
export function StateMark({
  state,
  children,
  className,
}: {
  state: Health | null;
  children: React.ReactNode;
  className?: string;
}) {
  return (
    <span className={classes('inline-flex items-baseline gap-1.5', className)}>
      {state && <StateShape state={state} className="translate-y-[0.1em]" />}
      <span className={classes('font-medium', state ? colour[state] : 'text-muted')}>{children}</span>
    </span>
  );
}
