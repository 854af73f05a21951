/** Whether an error says that Postgres cannot be reached, shuts down, or has no connection left. */
export function saysAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  if (
    code !== undefined &&
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|08\d{3}|57P0[1-3]|53300)$/.test(code)
  )
    return true;
  return /Connection terminated|timeout exceeded when trying to connect|not currently accepting connections|acquir(e|ing) a connection/.test(
    message ?? '',
  );
}
