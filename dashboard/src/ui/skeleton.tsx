import { classes } from './classes.ts';

/** A grey place holder in the size of what comes. */
export function Skeleton({ className, style }: { className?: string; style?: React.CSSProperties }) {
  return (
    <div
      aria-hidden="true"
      className={classes('animate-pulse rounded-md bg-raised', className)}
      {...(style && { style })}
    />
  );
}

/** Place holders for a list of cards; tells screen readers that the page is loading. */
export function CardsSkeleton({
  count = 3,
  height = 'h-28',
  className = 'flex flex-col gap-3',
}: {
  count?: number;
  height?: string;
  className?: string;
}) {
  return (
    <div role="status" aria-label="Loading" className={className}>
      {Array.from({ length: count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: place holders have no identity
        <Skeleton key={i} className={height} />
      ))}
    </div>
  );
}
