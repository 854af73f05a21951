/** Strengths that are put together count by their fourth power: nearly as much as the strongest, so that what repeats another adds little. */
export function fourthPower(x: number): number {
  const square = x * x;
  return square * square;
}

/** The strength whose fourth power is so much. */
export const fourthRoot = (power: number): number => Math.sqrt(Math.sqrt(power));

/** How strong two strengths are together. */
export const together = (a: number, b: number): number => fourthRoot(fourthPower(a) + fourthPower(b));
