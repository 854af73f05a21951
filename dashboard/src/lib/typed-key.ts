/** How far a key has been typed out. */
export type TypedKeyState =
  | { kind: 'empty' }
  | { kind: 'begun'; rest: string }
  | { kind: 'wrong' }
  | { kind: 'complete' };

/** Compares what was typed with the key, spaces around it aside; a `wanted` in capitals takes small letters too. */
export function typedKeyState(typed: string, wanted: string): TypedKeyState {
  const text = wanted === wanted.toUpperCase() ? typed.trim().toUpperCase() : typed.trim();
  if (text === '') return { kind: 'empty' };
  if (text === wanted) return { kind: 'complete' };
  return wanted.startsWith(text) ? { kind: 'begun', rest: wanted.slice(text.length) } : { kind: 'wrong' };
}

/** Whether a key has been typed out. */
export function isTyped(typed: string, wanted: string): boolean {
  return typedKeyState(typed, wanted).kind === 'complete';
}
