import { sentenceOf } from '../lib/problem-error.ts';
import { Button } from './button.tsx';
import { StateShape } from './state-mark.tsx';

/** Tells in plain words what went wrong, read out at once, and offers to try again where that can help. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  if (!error) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-md border border-bad bg-bad-tint px-3 py-2.5"
    >
      <StateShape state="bad" />
      <p className="min-w-0 flex-1 basis-52">{sentenceOf(error)}</p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
