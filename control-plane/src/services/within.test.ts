import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { NoAnswer, within } from './within.ts';

it('an answer that came while this process was held up is in time', async () => {
  const { port1, port2 } = new MessageChannel();
  const answer = within(once(port1, 'message'), 1);
  port2.postMessage('here');
  const until = performance.now() + 20;
  while (performance.now() < until);
  expect(await answer).toEqual(['here']);
  port1.close();
});

it('gives up on what does not answer', async () => {
  await expect(within(new Promise(() => undefined), 1)).rejects.toThrow(NoAnswer);
});
