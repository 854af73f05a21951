/** A sheet's title around the key of a switch. */
export function KeyTitle({ before, name, after }: { before: string; name: string; after: string }) {
  return (
    <>
      {before} <span className="font-mono">{name}</span>
      {/^\w/.test(after) && ' '}
      {after}
    </>
  );
}
