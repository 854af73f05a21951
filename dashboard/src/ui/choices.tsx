'use client';
import { useId } from 'react';

/** A row of exclusive choices, as radio buttons underneath. */
export function Choices<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: T; text: string }[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="inline-flex flex-wrap rounded-md border border-line bg-surface p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="relative flex min-h-12 cursor-pointer items-center rounded px-3 text-sm font-medium text-muted has-checked:bg-raised has-checked:ring-1 has-checked:ring-line-strong has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent md:min-h-9"
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 cursor-pointer opacity-0"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.text}
        </label>
      ))}
    </fieldset>
  );
}
