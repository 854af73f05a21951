'use client';
import { TextField } from '../../../ui/field.tsx';
import type { DraftProblems, PolicyDraft } from '../policy-draft.ts';
import { isAsked } from '../policy-draft.ts';
import { boundsText, fieldNames, fieldOf, type PolicyField } from '../policy-fields.ts';
import type { PresentPolicy } from '../policy-present.ts';

/** The numbers of one group of a policy, each with what is in force and its bounds; an empty one is left to the code. */
export function NumberFields({
  group,
  draft,
  problems,
  present,
  onChange,
}: {
  group: PolicyField['group'];
  draft: PolicyDraft;
  problems: DraftProblems;
  present: PresentPolicy['numbers'];
  onChange: (change: Partial<PolicyDraft['numbers']>) => void;
}) {
  return fieldNames
    .filter((name) => fieldOf(name).group === group && isAsked(name, draft))
    .map((name) => {
      const field = fieldOf(name);
      return (
        <TextField
          key={name}
          label={field.unit ? `${field.label} (${field.unit})` : field.label}
          hint={present[name] ? `${present[name]} · ${boundsText(field)}` : boundsText(field)}
          error={problems[name]}
          inputMode={field.isCount ? 'numeric' : 'decimal'}
          placeholder="as the code says"
          autoComplete="off"
          value={draft.numbers[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      );
    });
}
