import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const readYaml = (file: string): unknown => parse(read(file), { merge: true });

const Service = z.object({
  image: z.string(),
  build: z.object({ dockerfile: z.string(), target: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const compose = z
  .object({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.unknown()) })
  .parse(readYaml('docker-compose.yml'));

const services = Object.entries(compose.services);
const built = services.filter(([, service]) => service.build);
const lasting = built.filter(([name]) => name !== 'seed');
const shop = lasting.filter(([, service]) => service.command?.[1] === 'demo-commerce/src/main.ts');

/** The port that a process of ours listens on, by its own variable; the dashboard's image fixes it. */
function portOf(name: string): string | undefined {
  const { environment } = compose.services[name] ?? Service.parse({ image: '' });
  const { COMMERCE_PORT, BREAKWATER_CONTROL_PLANE_PORT, BREAKWATER_DETECTOR_PORT } = environment;
  return name === 'dashboard'
    ? '4410'
    : (COMMERCE_PORT ?? BREAKWATER_CONTROL_PLANE_PORT ?? BREAKWATER_DETECTOR_PORT);
}

describe('docker-compose.yml', () => {
  it('runs the control plane, the detector, the dashboard, two gateways and every other service of the shop', () => {
    expect(lasting.map(([name]) => name).sort()).toEqual(
      ['catalog', 'control-plane', 'dashboard', 'detector', 'gateway-1', 'gateway-2', 'inventory'].concat([
        'lab',
        'order',
        'payment',
        'payment-gateway',
        'recommendation',
      ]),
    );
  });

  it.each(built)('%s starts a file that exists, from a stage that the Dockerfile has', (_name, service) => {
    const dockerfile = read(service.build?.dockerfile ?? '');
    expect(dockerfile).toMatch(new RegExp(`^FROM \\S+ AS ${service.build?.target}$`, 'm'));
    const entry = service.command ?? /^CMD (\[.*\])$/m.exec(dockerfile)?.[1];
    expect(entry).toBeDefined();
    if (service.command)
      expect(existsSync(join(root, service.command[1] ?? '')), service.command[1]).toBe(true);
  });

  it.each(lasting)('%s is healthy once its own port says that it is ready', (name, service) => {
    expect(service.healthcheck?.test).toEqual(['CMD', 'node', 'deploy/docker/ready.mjs', portOf(name)]);
  });

  it.each(services)('%s mounts only files that exist and volumes that are declared', (_name, { volumes }) => {
    for (const [source = ''] of volumes.map((volume) => volume.split(':'))) {
      if (source.startsWith('./')) expect(existsSync(join(root, source)), source).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  it.each(services)('%s is reachable from this machine only', (_name, { ports }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it.each(services)(
    '%s waits only for services that can tell when they are ready',
    (_name, { depends_on }) => {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        const other = compose.services[name];
        expect(other, name).toBeDefined();
        if (condition === 'service_healthy') expect(other?.healthcheck, name).toBeDefined();
      }
    },
  );

  it.each(lasting)('%s calls other services by their name and port', (_name, { environment }) => {
    const urls = Object.values(environment).flatMap(
      (value) => value.match(/https?:\/\/[a-z0-9-]+:\d+/g) ?? [],
    );
    for (const url of urls) {
      const { hostname, port } = new URL(url);
      const ours = built.some(([name]) => name === hostname);
      if (ours) expect(port, url).toBe(portOf(hostname));
    }
  });
});

describe('the scrape targets', () => {
  const Targets = z.array(
    z.object({
      targets: z.tuple([z.string()]),
      labels: z.object({ service: z.string(), instance: z.string() }),
    }),
  );
  const targets = Targets.parse(JSON.parse(read('deploy/compose/targets.json')));

  it('are every instance of the shop, under the names that the instances use', () => {
    const expected = shop
      .filter(([name]) => name !== 'lab')
      .map(([name, { command, environment }]) => ({
        targets: [`${name}:${portOf(name)}`],
        labels: { service: command?.[2], instance: environment.COMMERCE_INSTANCE },
      }));
    expect(targets).toHaveLength(expected.length);
    expect(targets).toEqual(expect.arrayContaining(expected));
  });

  it('are the same for Prometheus, which also watches Breakwater itself', () => {
    const config = JSON.stringify(readYaml('deploy/prometheus/prometheus.yml'));
    const mounted = compose.services.prometheus?.volumes.map((volume) => volume.split(':').slice(0, 2));
    expect(mounted).toContainEqual(['./deploy/compose/targets.json', '/etc/breakwater/targets.json']);
    expect(config).toContain('/etc/breakwater/targets.json');
    for (const name of ['control-plane', 'detector']) expect(config).toContain(`"${name}:${portOf(name)}"`);
  });
});

describe('Grafana', () => {
  const dashboards = readdirSync(join(root, 'deploy/grafana/dashboards'));
  const source = z
    .object({ datasources: z.tuple([z.object({ uid: z.string(), url: z.string() })]) })
    .parse(readYaml('deploy/grafana/provisioning/datasources/prometheus.yml')).datasources[0];
  const Panel = z.object({
    title: z.string(),
    type: z.string(),
    datasource: z.object({ uid: z.string() }).optional(),
    targets: z.array(z.object({ expr: z.string().min(1) })).optional(),
  });

  it.each(dashboards)('%s asks only the provisioned data source', (file) => {
    const { panels } = z
      .object({ panels: z.array(Panel) })
      .parse(JSON.parse(read(join('deploy/grafana/dashboards', file))));
    const charts = panels.filter(({ type }) => type !== 'row');
    expect(charts.length).toBeGreaterThan(0);
    for (const { title, datasource, targets } of charts) {
      expect(datasource?.uid, title).toBe(source.uid);
      expect(targets?.length, title).toBeGreaterThan(0);
    }
  });

  it('reads from the Prometheus of the same file', () => {
    expect(source.url).toBe('http://prometheus:9090');
    expect(compose.services.prometheus).toBeDefined();
  });
});
