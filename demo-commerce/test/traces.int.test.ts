import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, test } from 'vitest';
import { openShop } from './harness/shop.ts';
import { eventually } from './harness/shopper.ts';

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
}

const startCollector = async () => {
  const spans: OtlpSpan[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as {
      resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
    };
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { spans, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

test("a shopper's trace runs through gateway, guard and recommendation without a gap", async () => {
  const collector = await startCollector();
  const shop = await openShop({
    services: ['gateway', 'catalog', 'recommendation'],
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
  });
  onTestFinished(() => shop.close());
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await fetch(`${shop.url('gateway')}/api/products/kettle-brook`, {
    headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  });

  const chainTo = (name: string): string[] => {
    const mine = collector.spans.filter((span) => span.traceId === traceId);
    let span = mine.find((candidate) => candidate.name === name);
    const names: string[] = [];
    while (span !== undefined) {
      names.push(span.name);
      const { parentSpanId } = span;
      span = mine.find(({ spanId }) => spanId === parentSpanId);
      if (span === undefined) names.push(parentSpanId ?? 'no parent');
    }
    return names;
  };
  await eventually(async () => chainTo('GET /recommendations')).toEqual([
    'GET /recommendations',
    'GET recommendation',
    'guard recommendations',
    'GET /api/products/:id',
    'b7ad6b7169203331',
  ]);
});
