// Health check of a container: exits 0 when http://127.0.0.1:<port><path> answers with success.
const [port, path = '/readyz'] = process.argv.slice(2);
try {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2000) });
  process.exitCode = response.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
