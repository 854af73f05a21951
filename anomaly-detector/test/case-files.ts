import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Conditions } from './simulated-shop.ts';
import { SimulatedShop } from './simulated-shop.ts';

const metrics = {
  latency_p95: { unit: 's', worse: 'up', signal: 'latency' },
  error_ratio: { unit: '1', worse: 'up', signal: 'errors' },
  request_rate: { unit: '1/s', worse: 'down', signal: 'traffic' },
  up: { unit: '1', worse: 'down', signal: 'availability' },
  event_loop_lag: { unit: 's', worse: 'up', signal: 'saturation' },
};
const header = 'timestamp,service,metric,instance,version,peer,direction,value';
const calls = [
  ['gateway', 'catalog'],
  ['gateway', 'recommendation'],
  ['gateway', 'order'],
  ['order', 'inventory'],
  ['order', 'payment'],
  ['payment', 'payment-gateway'],
  ['recommendation', 'catalog'],
];

/** What a case is made of: `conditions` of each row, history being the rows before `firstRow`. */
export type CasePlan = {
  seed: number;
  startAt: number;
  stepS: number;
  historyRows: number;
  rows: number;
  conditions(row: number): Conditions;
  changes?: object[];
};

/** Writes a case of the simulated shop in the replay format. */
export async function writeCase(folder: string, plan: CasePlan): Promise<void> {
  await mkdir(folder, { recursive: true });
  const shop = new SimulatedShop(plan.seed, plan.stepS);
  const history = [header];
  const series = [header];
  for (let row = 0; row < plan.historyRows + plan.rows; row += 1) {
    const at = plan.startAt + row * plan.stepS * 1000;
    const into = row < plan.historyRows ? history : series;
    for (const { series: of, value } of shop.next(at, plan.conditions(row - plan.historyRows))) {
      const direction = of.direction === 'self' ? '' : of.direction;
      const text = Number.isNaN(value) ? '' : value.toPrecision(6);
      into.push(`${new Date(at).toISOString()},${of.service},${of.metric},,,${of.peer},${direction},${text}`);
    }
  }
  const write = (name: string, lines: string[]) => writeFile(join(folder, name), `${lines.join('\n')}\n`);
  await write('history.csv', history);
  await write('series.csv', series);
  await write('topology.csv', ['caller,callee', ...calls.map((call) => call.join(','))]);
  await write('metrics.json', [JSON.stringify(metrics)]);
  await write('services.json', [
    JSON.stringify({
      gateway: { owned: true, entry: true },
      'payment-gateway': { owned: false, entry: false },
    }),
  ]);
  if (plan.changes !== undefined)
    await write(
      'changes.jsonl',
      plan.changes.map((change) => JSON.stringify(change)),
    );
}
