import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { AttachedDemo } from '../check/index.ts';
import { findFreePorts } from '../demo/demo-ports.ts';
import { startDemo } from '../demo/start-demo.ts';
import { createProgress } from '../process/progress.ts';
import { repositoryRoot } from '../process/repository.ts';
import { removeData } from '../services/postgres/postgres-place.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The running demo, as `demo.json` tells of it. */
    demo: AttachedDemo;
  }
}

/** The shop shares two cores with the browser that looks at it: less than half of its usual load, in requests a second. */
const loadRps = '15';

/** Starts the whole demo on free ports with a data folder of its own, once for all end-to-end tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'breakwater-e2e-'));
  const cacheDir = join(repositoryRoot, '.breakwater');
  const progress = createProgress(process.stderr);
  const stopAsked = new AbortController();
  const remove = () => {
    removeData(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  };
  process.env.COMMERCE_LOAD_RPS ??= loadRps;
  progress.say('Starting the demo for the end-to-end tests');
  try {
    const ports = await findFreePorts();
    const demo = await startDemo({ dataDir, cacheDir, ports, env: {}, progress, signal: stopAsked.signal });
    project.provide('demo', demo.attached);
    return async () => {
      await demo.stop();
      remove();
    };
  } catch (error) {
    remove();
    throw error;
  }
}
