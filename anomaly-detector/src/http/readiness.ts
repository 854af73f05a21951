import type { Warmth } from '../contract/index.ts';

/** What `/readyz` tells: how warm all series are together, and in words what is waited for until they are. */
export function readinessOf(
  warmth: Warmth,
  series: number,
  orphans = 0,
): { warmth: Warmth; waitingFor?: string } {
  if (warmth.ready) return { warmth };
  return { warmth, waitingFor: waitingFor(warmth, series, orphans) };
}

function waitingFor({ share, remainingS }: Warmth, series: number, orphans: number): string {
  if (orphans > 0) return waitingForWorker(orphans);
  if (series === 0)
    return 'no series has come yet: write metrics to it, or tell it what to scrape or which Prometheus to ask';
  return `the series are ${Math.floor(100 * share)} % warm, about ${remainingS} s of data to go`;
}

/** That partitions are held by no worker, and what to do. */
export function waitingForWorker(orphans: number): string {
  const [are, them] = orphans === 1 ? ['1 partition is', 'it'] : [`${orphans} partitions are`, 'them'];
  return `${are} held by no worker: start one, or wait until one has taken ${them} over`;
}
