import type { Problem } from '@breakwater/control-plane/contract';

/** An answer that says no; `message` is the problem's own sentence for people. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(problem: Pick<Problem, 'status' | 'code' | 'detail'>, cause?: unknown) {
    super(problem.detail, { cause });
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = problem.code;
  }

  /** Nobody answered: the dashboard's server or the control plane is not there. */
  get isAway(): boolean {
    return this.code === 'control_plane_away' || this.code === 'dashboard_away';
  }
}

/** The sentence to show for whatever was thrown; never a stack trace. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  return 'Something went wrong on this page. Reload it; if that does not help, use the break-glass page of the control plane.';
}

/** Reads an error answer; a body that is no problem document still gives a sentence. */
export function toProblemError(status: number, body: unknown): ProblemError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  return new ProblemError({
    status,
    code: typeof problem.code === 'string' ? problem.code : `http_${status}`,
    detail:
      firstText(problem.detail, problem.title) ??
      `The control plane answered with status ${status} and gave no reason.`,
  });
}

function firstText(...candidates: unknown[]): string | undefined {
  return candidates.find((one): one is string => typeof one === 'string' && one !== '');
}
