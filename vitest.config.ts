import { defineConfig } from 'vitest/config';

/** What `expect.poll` waits for may take this long on a busy machine; its own second is for an idle one. */
const patience = { poll: { timeout: 20_000 } };

/** Three projects: unit (pure, beside the code), integration (real stores), end-to-end (the front door). */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.{int,e2e}.test.ts'],
          expect: patience,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['*/test/**/*.int.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['scripts/test/services.ts'],
          expect: patience,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['*/test/**/*.e2e.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['scripts/test/system.ts'],
          expect: patience,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
