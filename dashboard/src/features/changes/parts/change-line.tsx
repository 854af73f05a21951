import type { ChangeEvent } from '@breakwater/control-plane/contract';
import { formatShare } from '../../../lib/numbers.ts';
import { withArrows } from '../../../lib/text.ts';
import { When } from '../../../ui/when.tsx';

const kinds: Record<ChangeEvent['kind'], string> = {
  flag: 'Flag',
  rollout: 'Rollout',
  deploy: 'Deploy',
  config: 'Configuration',
  load: 'Load',
};

/** One change: what, by whom, when, where it takes effect. */
export function ChangeLine({ change }: { change: ChangeEvent }) {
  return (
    <div className="min-w-0">
      <p>
        <span className="text-muted">{kinds[change.kind]}</span>{' '}
        <span className="font-medium">{withArrows(change.title)}</span>
      </p>
      <p className="text-sm text-muted">
        <When at={change.at} /> · {change.actor}
        {change.services.length > 0 && <> · on {change.services.join(', ')}</>}
        {change.exposure !== null && <> · {formatShare(change.exposure)} of traffic</>}
      </p>
    </div>
  );
}
