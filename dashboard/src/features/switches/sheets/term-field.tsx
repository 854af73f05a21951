'use client';
import { Choices } from '../../../ui/choices.tsx';

/** How long a kill lasts, by one tap. */
export function TermField<T extends string>({
  value,
  options,
  hint,
  onChange,
}: {
  value: T;
  options: readonly { value: T; text: string }[];
  hint: string;
  onChange: (value: T) => void;
}) {
  return (
    <div>
      <p aria-hidden="true" className="mb-1 font-medium">
        Lasts
      </p>
      <Choices label="Lasts" value={value} options={options} onChange={onChange} />
      <p role="status" className="mt-1 text-sm text-muted">
        {hint}
      </p>
    </div>
  );
}
