/** Runs once as the server starts: a wrong variable is told at once, in one line, not at the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { checkStart } = await import('./server/check-start.ts');
  checkStart();
}
