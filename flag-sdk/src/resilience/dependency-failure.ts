const statusOf = (error: unknown): number | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  const { status, statusCode } = error as { status?: unknown; statusCode?: unknown };
  if (typeof status === 'number') return status;
  return typeof statusCode === 'number' ? statusCode : undefined;
};

/**
 * Whether an error speaks against the dependency. HTTP 4xx is the caller's own fault, except 408 and 429, with which a
 * dependency says that it cannot keep up.
 */
export const isDependencyFailure = (error: unknown): boolean => {
  const status = statusOf(error);
  if (status === undefined || status < 400 || status > 499) return true;
  return status === 408 || status === 429;
};
