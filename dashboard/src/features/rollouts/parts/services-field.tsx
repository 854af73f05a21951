'use client';
import { useId } from 'react';

/** The services on which the flag takes effect, as check boxes. */
export function ServicesField({
  names,
  chosen,
  onChange,
  error,
}: {
  names: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  error: string | undefined;
}) {
  const id = useId();
  return (
    <fieldset aria-describedby={`${id}-note`} data-problem={error ? true : undefined} tabIndex={-1}>
      <legend className="mb-1 font-medium">Takes effect on</legend>
      <div className="flex flex-wrap gap-2">
        {names.map((name) => (
          <label
            key={name}
            className="flex min-h-12 cursor-pointer items-center gap-2 rounded-md border border-line px-3 has-checked:border-accent has-checked:bg-ok-tint md:min-h-10"
          >
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              checked={chosen.includes(name)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
              }
            />
            {name}
          </label>
        ))}
      </div>
      <p
        id={`${id}-note`}
        className={error ? 'mt-1 text-sm font-medium text-bad' : 'mt-1 text-sm text-muted'}
      >
        {error ??
          (names.length === 0
            ? 'No service has reported yet.'
            : 'An open incident on one of them holds the climb.')}
      </p>
    </fieldset>
  );
}
