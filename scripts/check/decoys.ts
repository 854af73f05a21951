import type { OpsClient } from './ops-client.ts';

/** Four harmless changes elsewhere: two flag flips, a deploy and a configuration push. */
export const decoySteps = [
  (ops: OpsClient) => ops.flipFlag('catalog-badges', 'on'),
  (ops: OpsClient) =>
    ops.reportChange({
      kind: 'deploy',
      services: ['payment'],
      target: 'payment:1.8.2',
      title: 'payment 1.8.1 -> 1.8.2',
      version: '1.8.2',
    }),
  (ops: OpsClient) => ops.flipFlag('order-express-label', 'on'),
  (ops: OpsClient) =>
    ops.reportChange({
      kind: 'config',
      services: ['inventory'],
      target: 'inventory.pool',
      title: 'inventory: pool 8 -> 10',
    }),
];

/** Puts the flags that decoys flipped back off. */
export async function undoDecoys(ops: OpsClient): Promise<void> {
  await ops.flipFlag('catalog-badges', 'off');
  await ops.flipFlag('order-express-label', 'off');
}
