/** Something took longer than anybody waits. */
export class NoAnswer extends Error {}

/** Waits for work, but no longer than `limitMs`: rejects with {@link NoAnswer} then, while the work goes on. */
export async function within<Result>(work: Promise<Result>, limitMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    // What has arrived while this process itself was held up, and is only to be read yet, was in time.
    const giveUp = () => setImmediate(() => reject(new NoAnswer(`no answer within ${limitMs} ms`)));
    timer = setTimeout(giveUp, limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
