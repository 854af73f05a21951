/**
 * Whether an error says that Postgres cannot be reached, shuts down, has no connection left, does not answer in time, or can
 * store nothing: its disk is full or fails, or it is a standby that only reads.
 */
export function saysAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  if (
    code !== undefined &&
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|08\d{3}|57014|57P0[1-3]|53\d{3}|58\d{3}|25006)$/.test(
      code,
    )
  )
    return true;
  return /Connection terminated|Query read timeout|timeout exceeded when trying to connect|not currently accepting connections|acquir(e|ing) a connection/.test(
    message ?? '',
  );
}
