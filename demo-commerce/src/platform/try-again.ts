/** Tries once more what may be done twice, for at most every tenth call: a dependency in trouble must not get much more to do. */
export const tryOnceMore = { attempts: 1, budgetShare: 0.1, budgetPerS: 2 } as const;
