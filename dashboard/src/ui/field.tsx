import { useId } from 'react';
import { classes } from './classes.ts';

/** The look of text boxes and selects. */
export const inputClasses =
  'w-full min-h-12 md:min-h-10 rounded-md border border-line-strong bg-page px-3 py-2 text-text placeholder:text-hint placeholder:italic aria-invalid:border-bad';

interface FieldProps {
  label: string;
  hint?: React.ReactNode;
  error?: React.ReactNode;
  className?: string;
}

/** A labelled text box; the hint and the error are read out with it. */
export function TextField({
  label,
  hint,
  error,
  className,
  ...rest
}: FieldProps & Omit<React.ComponentProps<'input'>, 'id'>) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error, ...(className ? { className } : {}) }}>
      <input
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        className={inputClasses}
      />
    </Frame>
  );
}

/** A labelled text box of several lines. */
export function TextAreaField({
  label,
  hint,
  error,
  className,
  ...rest
}: FieldProps & Omit<React.ComponentProps<'textarea'>, 'id'>) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error, ...(className ? { className } : {}) }}>
      <textarea
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        className={inputClasses}
      />
    </Frame>
  );
}

/** A labelled list to choose one from. */
export function SelectField({
  label,
  hint,
  error,
  className,
  options,
  ...rest
}: FieldProps &
  Omit<React.ComponentProps<'select'>, 'id'> & { options: readonly { value: string; text: string }[] }) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error, ...(className ? { className } : {}) }}>
      <select
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        className={inputClasses}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

function Frame({
  id,
  label,
  hint,
  error,
  className,
  children,
}: FieldProps & { id: string; children: React.ReactNode }) {
  return (
    <div className={classes('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {(hint || error) && (
        <p id={`${id}-note`} className={error ? 'text-sm font-medium text-bad' : 'text-sm text-muted'}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
