'use client';
import { useMutation } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { signOut } from '../features/session/actions.ts';
import { usePermissions } from '../features/session/queries.ts';
import { chooseTheme, readTheme, type Theme, themes } from '../lib/theme.ts';
import { Button } from '../ui/button.tsx';
import { Choices } from '../ui/choices.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';

const words: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };

function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** Who is signed in, the theme, and the way out. */
export function AccountMenu() {
  const { session } = usePermissions();
  const theme = useSyncExternalStore(onThemeChange, readTheme, () => 'system' as const);
  const leave = useMutation({ mutationFn: signOut });
  return (
    <div className="flex flex-col gap-3">
      {session && (
        <p>
          <span className="font-medium">{session.user.name}</span>
          <br />
          <span className="text-sm text-muted">
            {session.user.email} · {session.user.role}
          </span>
        </p>
      )}
      <Choices
        label="Theme"
        value={theme}
        options={themes.map((value) => ({ value, text: words[value] }))}
        onChange={chooseTheme}
      />
      <ProblemNote error={leave.error} />
      <Button onClick={() => leave.mutate()} busy={leave.isPending}>
        Sign out
      </Button>
    </div>
  );
}
