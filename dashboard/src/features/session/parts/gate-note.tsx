'use client';
import type { Role } from '@breakwater/control-plane/contract';
import { useQuery } from '@tanstack/react-query';
import { whyNot } from '../../../lib/access.ts';
import { classes } from '../../../ui/classes.ts';
import { sessionQuery } from '../queries.ts';

/** Says in words why the buttons beside it are greyed; nothing for those who may press them. */
export function GateNote({
  needs,
  what,
  className,
}: {
  needs: Role;
  /** The buttons that it is about, where those beside it differ. */
  what?: string;
  className?: string;
}) {
  const reason = whyNot(useQuery(sessionQuery).data, needs);
  if (reason === null) return null;
  return (
    <p className={classes('text-sm text-muted', className)}>
      {what && `${what}: `}
      {reason}
    </p>
  );
}
