import { TextField } from './field.tsx';

interface ReasonFieldProps
  extends Omit<React.ComponentProps<typeof TextField>, 'label' | 'value' | 'onChange' | 'maxLength'> {
  value: string;
  onChange: (reason: string) => void;
  'data-first-focus'?: boolean;
}

/** Why somebody does something: asked for by every sheet that changes anything. */
export function ReasonField({
  hint = 'At least 3 characters; kept in the audit log.',
  onChange,
  ...rest
}: ReasonFieldProps) {
  return (
    <TextField
      {...rest}
      label="Reason"
      hint={hint}
      onChange={(event) => onChange(event.target.value)}
      maxLength={500}
    />
  );
}
