import { Pool } from 'undici';
import type { Log } from '../platform/log.ts';
import { nextVisit, type Visit } from './journey.ts';
import { createSchedule } from './schedule.ts';
import { createLoadWindow, type LoadTotals } from './window.ts';

/** Shoppers who come when they come, whether or not the shop keeps up. */
export interface LoadGenerator {
  setRate(perSecond: number): void;
  rate(): number;
  totals(): LoadTotals;
  close(): Promise<void>;
}

export interface LoadGeneratorOptions {
  gatewayUrls: readonly string[];
  requestsPerSecond: number;
  log: Log;
  random(): number;
}

const abandonMs = 3000;
const windowS = 11;
const learnProductsMs = 30_000;

/** Starts the load at once; a shop that is not up yet costs failed requests, nothing else. */
export function startLoad({
  gatewayUrls,
  requestsPerSecond,
  log,
  random,
}: LoadGeneratorOptions): LoadGenerator {
  const pools = gatewayUrls.map((url) => new Pool(url, { connections: 256, connect: { timeout: 1000 } }));
  const window = createLoadWindow(windowS, Date.now());
  const schedule = createSchedule(requestsPerSecond, Date.now(), random);
  let rate = requestsPerSecond;
  let productIds: string[] = [];
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;

  const send = async (visit: Visit) => {
    window.count(Date.now(), 'sent');
    turn = (turn + 1) % pools.length;
    try {
      const { statusCode, headers, body } = await pools[turn]!.request({
        ...requestOf(visit),
        signal: AbortSignal.timeout(abandonMs),
      });
      await body.dump();
      const outcome = statusCode >= 500 ? 'error' : headers['x-degraded'] === undefined ? 'ok' : 'degraded';
      window.count(Date.now(), outcome);
    } catch {
      window.count(Date.now(), 'error');
    }
  };

  const tick = () => {
    const due = schedule.takeDue(Date.now());
    for (let i = 0; i < due; i += 1) void send(nextVisit(random, productIds));
    const next = schedule.nextAt();
    timer = Number.isFinite(next) ? setTimeout(tick, Math.max(1, next - Date.now())) : undefined;
  };
  tick();

  const learnProducts = async () => {
    try {
      const { body } = await pools[0]!.request({
        method: 'GET',
        path: '/api/products',
        signal: AbortSignal.timeout(abandonMs),
      });
      const { products = [] } = (await body.json()) as { products?: { id: string }[] };
      if (products.length > 0) productIds = products.map(({ id }) => id).sort();
    } catch (error) {
      log.debug({ reason: (error as Error).message }, 'the products are not known yet');
    }
    const waitMs = productIds.length === 0 ? 1000 : learnProductsMs;
    learning = setTimeout(() => void learnProducts(), waitMs);
  };
  let learning = setTimeout(() => void learnProducts(), 0);

  return {
    setRate(perSecond) {
      rate = perSecond;
      schedule.setRate(perSecond, Date.now());
      clearTimeout(timer);
      tick();
    },
    rate: () => rate,
    totals: () => window.totals(Date.now()),
    async close() {
      clearTimeout(timer);
      clearTimeout(learning);
      await Promise.all(pools.map((pool) => pool.destroy()));
      clearTimeout(learning);
    },
  };
}

function requestOf(visit: Visit) {
  const cookie = `shopper=${visit.userId}`;
  switch (visit.kind) {
    case 'browse':
      return {
        method: 'GET' as const,
        path: visit.category === undefined ? '/api/products' : `/api/products?category=${visit.category}`,
        headers: { cookie },
      };
    case 'product':
      return { method: 'GET' as const, path: `/api/products/${visit.productId}`, headers: { cookie } };
    case 'order': {
      const { lines, card, express } = visit;
      return {
        method: 'POST' as const,
        path: '/api/orders',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ lines, card, express }),
      };
    }
  }
}
