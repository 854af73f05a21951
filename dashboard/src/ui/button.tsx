import { classes } from './classes.ts';

const looks = {
  danger: 'bg-danger text-danger-text border-transparent hover:brightness-110',
  primary: 'bg-accent text-accent-text border-transparent hover:brightness-110',
  outline: 'border-accent text-text hover:bg-raised',
  quiet: 'border-line text-text hover:bg-raised',
} as const;

/** How a button looks: `danger` takes something from users, `outline` gives it back, `quiet` is everything else. */
export type ButtonLook = keyof typeof looks;

/** The classes of a button, for links that look like one. */
export function buttonClasses(look: ButtonLook, className?: string): string {
  return classes(
    'inline-flex min-h-12 md:min-h-10 items-center justify-center gap-2 rounded-md border px-4 py-1.5 text-center font-semibold leading-tight',
    'disabled:cursor-not-allowed disabled:border-line disabled:bg-raised disabled:text-muted disabled:brightness-100',
    looks[look],
    className,
  );
}

/** A button of at least 48 px on phones; `busy` blocks a second press and says so. */
export function Button({
  look = 'quiet',
  busy = false,
  className,
  disabled,
  children,
  ...rest
}: React.ComponentProps<'button'> & { look?: ButtonLook; busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={buttonClasses(look, className)}
    >
      {children}
      {busy && (
        <span className="size-4 animate-spin rounded-full border-2 border-current border-t-transparent" />
      )}
    </button>
  );
}
