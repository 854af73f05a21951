import { typedKeyState } from '../lib/typed-key.ts';
import { TextField } from './field.tsx';

/** The key to type out before something is given back: says what is still missing and what does not fit. */
export function TypedKeyField({
  label,
  wanted,
  value,
  onChange,
  autoCapitalize = 'none',
}: {
  label: string;
  wanted: string;
  value: string;
  onChange: (typed: string) => void;
  autoCapitalize?: 'none' | 'characters';
}) {
  const state = typedKeyState(value, wanted);
  return (
    <TextField
      label={label}
      hint={state.kind === 'begun' ? `Still to type: ${state.rest}` : undefined}
      error={state.kind === 'wrong' ? `Expected ${wanted}, but this is ${value.trim()}.` : undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      autoComplete="off"
      autoCapitalize={autoCapitalize}
      spellCheck={false}
    />
  );
}
