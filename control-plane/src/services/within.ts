/** Something took longer than anybody waits. */
export class NoAnswer extends Error {}

/** Waits for work, but no longer than `limitMs`: rejects with {@link NoAnswer} then, while the work goes on. */
export async function within<Result>(work: Promise<Result>, limitMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
