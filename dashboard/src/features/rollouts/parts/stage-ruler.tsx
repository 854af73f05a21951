import { classes } from '../../../ui/classes.ts';
import type { StageView } from '../rollout-view.ts';

const colours = { ok: 'bg-ok', partial: 'bg-partial', bad: 'bg-bad' } as const;
const placeWords = { done: 'done', current: 'current stage', ahead: 'ahead' } as const;

/** The plan as a ruler: each stage with its percentage and hold; the current one fills as its hold passes. */
export function StageRuler({
  stages,
  tone = 'ok',
}: {
  stages: readonly StageView[];
  tone?: keyof typeof colours;
}) {
  return (
    <ol aria-label="Stages" className="grid auto-cols-fr grid-flow-col gap-1">
      {stages.map((stage) => (
        <li
          key={stage.index}
          aria-current={stage.place === 'current' ? 'step' : undefined}
          className="min-w-0"
        >
          <div
            className={classes(
              'h-2.5 overflow-hidden rounded-sm bg-raised',
              stage.place === 'current' && 'ring-1 ring-line-strong',
            )}
          >
            <div
              className={classes(
                'h-full transition-[width] duration-1000 ease-linear',
                stage.place === 'done' ? 'bg-ok' : colours[tone],
              )}
              style={{
                width:
                  stage.place === 'done'
                    ? '100%'
                    : stage.place === 'current'
                      ? `${Math.max(8, stage.progress * 100)}%`
                      : '0',
              }}
            />
          </div>
          <p
            className={classes(
              'mt-1 text-sm',
              stage.place === 'current' ? 'font-bold' : stage.place === 'ahead' ? 'text-muted' : '',
            )}
          >
            {stage.percent} %<span className="sr-only">, {placeWords[stage.place]}</span>
          </p>
          <p className="truncate text-xs text-muted">
            <span className="sr-only">holds </span>
            {stage.hold}
          </p>
        </li>
      ))}
    </ol>
  );
}
