const goalPattern = /^(<=|>=) (-?\d+(?:\.\d+)?)$/;

const isMet = (figure: number | undefined, goal: string): boolean => {
  const [, direction, limit] = goalPattern.exec(goal) ?? [];
  if (limit === undefined) throw new Error(`A goal should read like "<= 150" or ">= 8", but was "${goal}".`);
  if (figure === undefined || Number.isNaN(figure)) return false;
  return direction === '<=' ? figure <= Number(limit) : figure >= Number(limit);
};

/** Names of the goals that the figures miss; a figure that is not there misses its goal. Throws for a goal that cannot be read. */
export const missedGoals = (
  figures: Readonly<Record<string, number>>,
  goals: Readonly<Record<string, string>>,
): string[] =>
  Object.entries(goals)
    .filter(([name, goal]) => !isMet(figures[name], goal))
    .map(([name]) => name);
