/**
 * The results of all, or the error of the one that failed first. `giveUp` is called at that failure, so that the others
 * can end early; all have ended when this settles, so that nothing starts behind the back of what follows.
 */
export async function allOrNone<T extends readonly unknown[] | []>(
  starts: { readonly [K in keyof T]: Promise<T[K]> },
  giveUp: () => void,
): Promise<T> {
  let first: { error: unknown } | undefined;
  const note = (error: unknown) => {
    first ??= { error };
    giveUp();
  };
  const results = await Promise.all(starts.map((start) => start.catch(note)));
  if (first) throw first.error;
  return results as unknown as T;
}
