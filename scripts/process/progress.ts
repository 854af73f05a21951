const tickMs = 10_000;

/** Tells people what goes on: one line per step with its seconds, and a sign of life while a step takes long. */
export interface Progress {
  step<T>(name: string, work: () => Promise<T>, describe?: (result: T) => string): Promise<T>;
  say(text: string): void;
}

/** Progress on a stream such as standard error. */
export function createProgress(out: NodeJS.WritableStream): Progress {
  const say = (text: string) => void out.write(`${text}\n`);
  return {
    say,
    async step(name, work, describe) {
      const startedAt = performance.now();
      const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
      const ticks = setInterval(() => say(`  … ${name}, ${Math.round(Number(seconds()))} s so far`), tickMs);
      try {
        const result = await work();
        const detail = describe ? `: ${describe(result)}` : '';
        say(`  ✓ ${seconds().padStart(5)} s  ${name}${detail}`);
        return result;
      } catch (error) {
        // Another step has failed and this one was only stopped: the other tells why.
        if ((error as { code?: string }).code !== 'stopped') say(`  ✗ ${seconds().padStart(5)} s  ${name}`);
        throw error;
      } finally {
        clearInterval(ticks);
      }
    },
  };
}
