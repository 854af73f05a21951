import type { CreateRollout } from '@breakwater/control-plane/contract';

/** Units of a hold in the form. */
export const holdUnits = { s: 1000, min: 60_000, h: 3_600_000 } as const;
export type HoldUnit = keyof typeof holdUnits;

/** A stage as it stands in the form. */
export interface StageDraft {
  id: number;
  percent: string;
  hold: string;
  unit: HoldUnit;
}

/** A rollout as it stands in the form. */
export interface PlanDraft {
  flag: string;
  title: string;
  services: string[];
  stickiness: string;
  stages: StageDraft[];
}

const stage = (id: number, percent: number, hold: number, unit: HoldUnit): StageDraft => ({
  id,
  percent: String(percent),
  hold: String(hold),
  unit,
});

/** Plans to start from. */
export const presets = {
  careful: [
    stage(1, 1, 10, 'min'),
    stage(2, 5, 10, 'min'),
    stage(3, 25, 20, 'min'),
    stage(4, 50, 20, 'min'),
    stage(5, 100, 10, 'min'),
  ],
  quick: [stage(1, 5, 30, 's'), stage(2, 25, 30, 's'), stage(3, 50, 30, 's'), stage(4, 100, 30, 's')],
} as const satisfies Record<string, readonly StageDraft[]>;

/** What is wrong with a draft, by field; empty once it may be sent. The control plane checks again. */
export function planProblems(
  draft: PlanDraft,
): Partial<Record<'flag' | 'title' | 'services' | 'stages', string>> {
  return {
    ...(!/^[a-z0-9][a-z0-9._-]{1,98}$/.test(draft.flag) && {
      flag: 'A flag key has at least two lower-case letters, digits, dots or dashes.',
    }),
    ...(draft.title.trim().length < 3 && { title: 'Say in at least 3 characters what it is.' }),
    ...(draft.services.length === 0 && {
      services: 'Choose at least one service: an incident there holds the climb.',
    }),
    ...stagesProblem(draft.stages),
  };
}

function stagesProblem(stages: readonly StageDraft[]): { stages?: string } {
  if (stages.length === 0) return { stages: 'A plan has at least one stage.' };
  let last = 0;
  for (const [i, { percent, hold, unit }] of stages.entries()) {
    const share = Number(percent);
    if (!isHundredths(share) || share < 0.01 || share > 100) {
      return {
        stages: `Stage ${i + 1}: the share is a percentage from 0.01 to 100 in steps of 0.01, but is “${percent}”.`,
      };
    }
    if (share <= last)
      return { stages: `Stage ${i + 1}: each stage must raise the share, but ${share} % follows ${last} %.` };
    const holdMs = Number(hold) * holdUnits[unit];
    if (!Number.isInteger(holdMs) || holdMs < 1000 || holdMs > 7 * 86_400_000) {
      return { stages: `Stage ${i + 1}: the hold is between 1 second and 7 days, but is “${hold} ${unit}”.` };
    }
    last = share;
  }
  return {};
}

const isHundredths = (share: number): boolean => share === Math.round(share * 100) / 100;

/** The request for a draft without problems. */
export function toRequest(draft: PlanDraft): CreateRollout {
  return {
    flag: draft.flag,
    title: draft.title.trim(),
    services: draft.services,
    stickiness: draft.stickiness,
    stages: draft.stages.map(({ percent, hold, unit }) => ({
      percent: Number(percent),
      holdMs: Number(hold) * holdUnits[unit],
    })),
  };
}

/** The next stage to offer: twice the last share, held as long. */
export function nextStage(stages: readonly StageDraft[]): StageDraft {
  const last = stages.at(-1);
  const id = Math.max(0, ...stages.map((one) => one.id)) + 1;
  return last
    ? { ...last, id, percent: String(Math.min(100, (Number(last.percent) || 1) * 2)) }
    : stage(id, 5, 10, 'min');
}
