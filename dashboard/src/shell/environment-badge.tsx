/** Which environment one is looking at; always in sight, because flips in the wrong one hurt. */
export function EnvironmentBadge({ name }: { name: string | undefined }) {
  return (
    <span
      title="Environment"
      className="whitespace-nowrap rounded border border-bad px-1.5 py-0.5 text-xs leading-none font-bold tracking-wider text-bad uppercase"
    >
      <span className="sr-only">Environment </span>
      {name ?? '…'}
    </span>
  );
}
