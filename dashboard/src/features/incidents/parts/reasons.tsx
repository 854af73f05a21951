import { withArrows } from '../../../lib/text.ts';

/** Why something is held to be so, one line each. */
export function Reasons({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <ul className="mt-1.5 list-disc space-y-0.5 pl-5 text-sm text-muted marker:text-line-strong">
      {reasons.map((reason) => (
        <li key={reason}>{withArrows(reason)}</li>
      ))}
    </ul>
  );
}
