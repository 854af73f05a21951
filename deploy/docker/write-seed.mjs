// Writes what the control plane seeds at its first start: one user a role, and the shop's switches, flags and rollouts.
import { readFile, writeFile } from 'node:fs/promises';

const [target] = process.argv.slice(2);
const password = process.env.BREAKWATER_DEMO_PASSWORD ?? '';
if (!target || password.length < 8) {
  console.error(
    'usage: BREAKWATER_DEMO_PASSWORD=<8 characters or more> node deploy/docker/write-seed.mjs <file>',
  );
  process.exit(2);
}

const users = [
  ['viewer', 'Vera Viewer'],
  ['responder', 'Rosa Responder'],
  ['release-manager', 'Remi Release'],
  ['admin', 'Ada Admin'],
].map(([role, name]) => ({ email: `${role}@breakwater.example`, name, role, password }));

const shop = JSON.parse(await readFile(new URL('../../demo-commerce/seed.json', import.meta.url), 'utf8'));
await writeFile(target, `${JSON.stringify({ ...shop, users }, null, 2)}\n`, { mode: 0o600 });
