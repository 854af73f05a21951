/** A worker of the group and the partitions that it holds in memory. */
export type Member = { id: string; owned: readonly number[] };

/**
 * Shares partitions evenly and lets each worker keep what it holds: only what must move has to be restored. What two workers
 * claim goes to the first; either would be right, since the same messages give the same state.
 */
export function shareOut(partitions: number, members: readonly Member[]): Map<string, number[]> {
  const sorted = [...members].sort((a, b) => (a.id < b.id ? -1 : 1));
  const shares = new Map(sorted.map(({ id }) => [id, [] as number[]]));
  const least = Math.floor(partitions / sorted.length);
  let mayHaveMore = partitions % sorted.length;
  const isTaken = new Set<number>();
  for (const { id, owned } of sorted) {
    const wanted = owned.filter((partition) => partition < partitions && !isTaken.has(partition));
    const most = wanted.length > least && mayHaveMore > 0 ? least + 1 : least;
    if (most > least) mayHaveMore -= 1;
    for (const partition of wanted.slice(0, most)) {
      isTaken.add(partition);
      shares.get(id)!.push(partition);
    }
  }
  for (let partition = 0; partition < partitions; partition += 1) {
    if (isTaken.has(partition)) continue;
    const [poorest] = [...shares.values()].sort((a, b) => a.length - b.length);
    poorest!.push(partition);
  }
  return shares;
}
