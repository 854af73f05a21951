import { classes } from './classes.ts';

const tones = {
  plain: 'border-line bg-surface',
  bad: 'border-bad bg-surface',
  partial: 'border-partial bg-surface',
  ok: 'border-ok bg-surface',
} as const;

/** A bordered surface; `tone` colours its edge. */
export function Card({
  tone = 'plain',
  className,
  as: Tag = 'div',
  ...rest
}: React.ComponentProps<'div'> & { tone?: keyof typeof tones; as?: 'div' | 'article' | 'li' | 'section' }) {
  return (
    <Tag
      {...(rest as object)}
      className={classes('rounded-lg border p-3.5 md:p-4', tones[tone], className)}
    />
  );
}

/** A part of a page under its own heading. */
export function Section({
  title,
  aside,
  className,
  children,
}: {
  title: string;
  aside?: React.ReactNode;
  className?: string;
  children: React.ReactNode;
}) {
  const id = `section-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  return (
    <section aria-labelledby={id} className={classes('min-w-0', className)}>
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {aside && (
          <div className="text-sm text-muted max-md:[&_a]:inline-flex max-md:[&_a]:min-h-12 max-md:[&_a]:items-center">
            {aside}
          </div>
        )}
      </div>
      {children}
    </section>
  );
}
