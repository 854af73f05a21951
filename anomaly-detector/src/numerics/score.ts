/** Maps evidence (1 = the alert threshold) to a score in [0,1) with the threshold at 0.5: e / (1 + e). */
export const scoreOfEvidence = (evidence: number): number => (evidence > 0 ? evidence / (1 + evidence) : 0);

/** The evidence that a score in [0,1) stands for: s / (1 - s). */
export const evidenceOfScore = (score: number): number => score / (1 - score);
