import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../process/repository.ts';
import { SetupError } from '../process/setup-error.ts';
import { scrapeTargets } from './demo-addresses.ts';
import type { DemoPorts } from './demo-ports.ts';
import { type DemoSecrets, demoUsers } from './demo-secrets.ts';
import { writePrivately } from './write-privately.ts';

/** Files that the processes read at their start. */
export interface DemoFiles {
  seed: string;
  targets: string;
}

/** Writes the seed of the control plane (the shop's own and the demo's users) and the detector's targets. */
export function writeDemoFiles(dataDir: string, ports: DemoPorts, secrets: DemoSecrets): DemoFiles {
  const files = { seed: join(dataDir, 'seed.json'), targets: join(dataDir, 'targets.json') };
  writePrivately(files.seed, { ...readShopSeed(), users: demoUsers(secrets) });
  writePrivately(files.targets, scrapeTargets(ports));
  return files;
}

function readShopSeed(): object {
  const file = join(repositoryRoot, 'demo-commerce', 'seed.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new SetupError('seed_missing', `expected the shop's seed in ${file}, got ${cause}`, cause);
  }
}
