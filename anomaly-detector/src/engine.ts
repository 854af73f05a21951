import { setFlagsFromString } from 'node:v8';

/**
 * Lets the engine put together what a row runs through. The model is many small functions, of which Node 24 by itself inlines only
 * 920 bytes of bytecode in each other; the rest are calls, a quarter of a row's time. Called before the first row; what a function
 * gives does not hang on it.
 *
 * For the same end the modules of the model take what they import into constants of their own: the engine knows what such a
 * constant holds, while it looks an imported one up at each use and asks whether it is there yet.
 */
export function inlineModel(): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=9000');
  setFlagsFromString('--max-inlined-bytecode-size-absolute=15000');
}
