'use client';
import { Button } from '../../../ui/button.tsx';
import { inputClasses } from '../../../ui/field.tsx';
import { type HoldUnit, nextStage, presets, type StageDraft } from '../plan.ts';

const presetWords = { careful: 'Careful: 1, 5, 25, 50, 100 %', quick: 'Quick: 5, 25, 50, 100 %' } as const;

/** The stages of a plan: a share and how long to hold it, one line each. */
export function StagesField({
  stages,
  onChange,
  error,
}: {
  stages: StageDraft[];
  onChange: (stages: StageDraft[]) => void;
  error: string | undefined;
}) {
  const change = (id: number, part: Partial<StageDraft>) =>
    onChange(stages.map((one) => (one.id === id ? { ...one, ...part } : one)));
  return (
    <fieldset aria-describedby="stages-note" data-problem={error ? true : undefined} tabIndex={-1}>
      <legend className="mb-1 font-medium">Stages</legend>
      <div className="mb-2 flex flex-wrap gap-2">
        {(Object.keys(presets) as (keyof typeof presets)[]).map((name) => (
          <Button key={name} onClick={() => onChange([...presets[name]])}>
            {presetWords[name]}
          </Button>
        ))}
      </div>
      <ol className="flex flex-col gap-2">
        {stages.map((stage, i) => (
          <li
            key={stage.id}
            className="grid grid-cols-[1.5rem_minmax(0,1fr)_minmax(0,1fr)_5rem_3rem] items-center gap-2"
          >
            <span className="text-right text-sm text-muted">{i + 1}.</span>
            <span className="relative">
              <input
                aria-label={`Share of stage ${i + 1} in percent`}
                inputMode="decimal"
                className={inputClasses}
                value={stage.percent}
                onChange={(event) => change(stage.id, { percent: event.target.value.trim() })}
              />
              <span aria-hidden="true" className="absolute top-1/2 right-3 -translate-y-1/2 text-muted">
                %
              </span>
            </span>
            <input
              aria-label={`Hold of stage ${i + 1}`}
              inputMode="decimal"
              className={inputClasses}
              value={stage.hold}
              onChange={(event) => change(stage.id, { hold: event.target.value.trim() })}
            />
            <select
              aria-label={`Unit of the hold of stage ${i + 1}`}
              className={inputClasses}
              value={stage.unit}
              onChange={(event) => change(stage.id, { unit: event.target.value as HoldUnit })}
            >
              <option value="s">s</option>
              <option value="min">min</option>
              <option value="h">h</option>
            </select>
            <button
              type="button"
              aria-label={`Remove stage ${i + 1}`}
              className="min-h-12 rounded-md border border-line text-lg text-muted hover:bg-raised md:min-h-10"
              onClick={() => onChange(stages.filter(({ id }) => id !== stage.id))}
            >
              ×
            </button>
          </li>
        ))}
      </ol>
      {stages.length < 20 && (
        <Button className="mt-2" onClick={() => onChange([...stages, nextStage(stages)])}>
          Add a stage
        </Button>
      )}
      <p
        id="stages-note"
        role={error ? 'alert' : undefined}
        className={error ? 'mt-1 text-sm font-medium text-bad' : 'mt-1 text-sm text-muted'}
      >
        {error ??
          'Each stage raises the share of users, holds it, then climbs on by itself. Shares between whole percents reach services with flag-sdk only.'}
      </p>
    </fieldset>
  );
}
