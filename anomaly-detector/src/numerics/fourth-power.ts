/**
 * Strengths add up as their fourth powers, s = (a^4 + b^4)^(1/4): several together are nearly as strong as the strongest of them, so
 * that what repeats another adds little. 2 and 2 make 2.38, 2 and 1 make 2.03.
 */
export function fourthPower(strength: number): number {
  const square = strength * strength;
  return square * square;
}

/** The strength whose fourth power is so much. */
export const fourthRoot = (power: number): number => Math.sqrt(Math.sqrt(power));
