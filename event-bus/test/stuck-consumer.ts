import { openBus } from '../src/index.ts';

const [url, topic, group] = process.argv.slice(2) as [string, string, string];
const bus = await openBus(url, { clientId: 'stuck', sessionTimeoutMs: 2_000 });
await bus.subscribe(topic, {
  group,
  handler: (event) => {
    process.send?.(event.id);
    return new Promise(() => undefined);
  },
});
