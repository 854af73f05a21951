import { describe, expect, it } from 'vitest';
import type { Subscription } from './bus.ts';
import { BusError, busErrorCodes } from './bus-error.ts';
import { BusLife } from './bus-life.ts';

const refusal = (cause: unknown) => new BusError(busErrorCodes.subscribe, 'refused', cause);

/** A subscription that counts its endings and ends when it is told to. */
function slowSubscription() {
  const ending = Promise.withResolvers<void>();
  const subscription: Subscription & { closes: number } = {
    closes: 0,
    lagSeconds: () => 0,
    close() {
      this.closes += 1;
      return ending.promise;
    },
  };
  return { subscription, ...ending };
}

describe('BusLife', () => {
  it('ends a subscription that joins while the bus closes', async () => {
    const life = new BusLife();
    const { subscription, resolve } = slowSubscription();
    resolve();
    const joining = Promise.withResolvers<Subscription>();
    const kept = life.keep(() => joining.promise, refusal);
    await life.close(() => undefined);
    joining.resolve(subscription);
    await expect(kept).rejects.toMatchObject({ code: 'bus_closed' });
    expect(subscription.closes).toBe(1);
  });

  it('says that the bus is closed, rather than refused, where the closing broke the join', async () => {
    const life = new BusLife();
    const joining = Promise.withResolvers<Subscription>();
    const kept = life.keep(() => joining.promise, refusal);
    await life.close(() => undefined);
    joining.reject(new Error('Connection is closed.'));
    await expect(kept).rejects.toMatchObject({ code: 'bus_closed' });
  });

  it('lets the connections go only after a subscription that is closing already', async () => {
    const life = new BusLife();
    const { subscription, resolve } = slowSubscription();
    const kept = await life.keep(async () => subscription, refusal);
    const order: string[] = [];
    const closing = kept.close().then(() => order.push('subscription'));
    const closed = life.close(() => order.push('connections'));
    resolve();
    await Promise.all([closing, closed]);
    expect(order).toEqual(['subscription', 'connections']);
    expect(subscription.closes).toBe(1);
  });

  it('lets the connections go also where a subscription fails to end, and tells of it', async () => {
    const life = new BusLife();
    const { subscription, reject } = slowSubscription();
    await life.keep(async () => subscription, refusal);
    reject(new Error('no answer'));
    let isGone = false;
    await expect(
      life.close(() => {
        isGone = true;
      }),
    ).rejects.toThrow('no answer');
    expect(isGone).toBe(true);
  });
});
