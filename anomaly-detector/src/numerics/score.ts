/** Maps evidence (1 = the alert threshold) to a score in [0,1) with the threshold at 0.5: e / (1 + e). */
export const scoreOfEvidence = (evidence: number): number => (evidence > 0 ? evidence / (1 + evidence) : 0);
