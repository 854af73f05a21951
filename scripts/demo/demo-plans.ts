import { addressesOf, shopInstances } from './demo-addresses.ts';
import type { DemoFiles } from './demo-files.ts';
import { type DemoPorts, type PortName, portVariable } from './demo-ports.ts';
import type { DemoSecrets } from './demo-secrets.ts';
import type { NodePlan } from './node-process.ts';

/** What the processes are told. */
export interface DemoFacts {
  /** Where the processes keep what outlives their restart. */
  stateDir: string;
  ports: DemoPorts;
  secrets: DemoSecrets;
  files: DemoFiles;
  databaseUrl: string;
  shopDatabaseUrl: string;
  redisUrl: string;
  busUrl: string;
}

/** How each process of the demo is started. */
export interface DemoPlans {
  controlPlane: NodePlan;
  detector: NodePlan;
  dashboard: NodePlan;
  shop: NodePlan[];
  lab: NodePlan;
}

/** All plans that follow from the facts. */
export function plansOf(facts: DemoFacts): DemoPlans {
  const { ports } = facts;
  const common = commonEnvironment(facts);
  const addresses = addressesOf(ports);
  return {
    controlPlane: plan('control-plane', 'controlPlane', ports, ['control-plane/src/main.ts'], 320, {
      ...common,
      BREAKWATER_CONTROL_PLANE_PORT: String(ports.controlPlane),
      BREAKWATER_DATABASE_URL: facts.databaseUrl,
      BREAKWATER_BUS: facts.busUrl,
      BREAKWATER_CI_TOKEN: facts.secrets.ciToken,
      BREAKWATER_DETECTOR_TOKEN: facts.secrets.detectorToken,
      BREAKWATER_DETECTOR_URL: addresses.detector,
      BREAKWATER_LAB_URL: addresses.lab,
      BREAKWATER_ALLOWED_ORIGINS: `${addresses.dashboard},${addresses.dashboard.replace('127.0.0.1', 'localhost')}`,
      BREAKWATER_SEED_FILE: facts.files.seed,
    }),
    detector: plan('detector', 'detector', ports, ['anomaly-detector/src/main.ts'], 256, {
      ...common,
      BREAKWATER_DETECTOR_PORT: String(ports.detector),
      BREAKWATER_BUS: facts.busUrl,
      BREAKWATER_DETECTOR_TOKEN: facts.secrets.detectorToken,
      BREAKWATER_TARGETS_FILE: facts.files.targets,
      BREAKWATER_SCRAPE_INTERVAL_MS: '2000',
      BREAKWATER_ENTRY_SERVICES: 'gateway',
      BREAKWATER_UNOWNED_SERVICES: 'payment-gateway',
    }),
    dashboard: plan(
      'dashboard',
      'dashboard',
      ports,
      [
        'node_modules/next/dist/bin/next',
        'start',
        'dashboard',
        '-p',
        String(ports.dashboard),
        '-H',
        '127.0.0.1',
      ],
      256,
      { ...common, NEXT_TELEMETRY_DISABLED: '1' },
    ),
    shop: shopInstances.map(({ service, instance }) => shopPlan(facts, service, instance)),
    lab: shopPlan(facts, 'lab', 'lab-1'),
  };
}

function shopPlan(facts: DemoFacts, service: string, instance: PortName): NodePlan {
  const { ports } = facts;
  const { shop } = addressesOf(ports);
  return plan(instance, instance, ports, ['demo-commerce/src/main.ts', service], 128, {
    ...commonEnvironment(facts),
    COMMERCE_PORT: String(ports[instance]),
    COMMERCE_INSTANCE: instance,
    COMMERCE_DATABASE_URL: facts.shopDatabaseUrl,
    COMMERCE_REDIS_URL: facts.redisUrl,
    COMMERCE_BUS: facts.busUrl,
    COMMERCE_CATALOG_URL: shop['catalog-1'],
    COMMERCE_RECOMMENDATION_URL: shop['recommendation-1'],
    COMMERCE_ORDER_URL: shop['order-1'],
    COMMERCE_INVENTORY_URL: shop['inventory-1'],
    COMMERCE_PAYMENT_URL: shop['payment-1'],
    COMMERCE_PAYMENT_GATEWAY_URL: shop['payment-gateway-1'],
    COMMERCE_GATEWAY_URLS: `${shop['gateway-1']},${shop['gateway-2']}`,
    COMMERCE_TARGETS: shopInstances.map((each) => `${each.service}=${shop[each.instance]}`).join(','),
  });
}

function commonEnvironment(facts: DemoFacts): Record<string, string> {
  const { controlPlane, unleashApi } = addressesOf(facts.ports);
  return {
    NODE_ENV: 'production',
    BREAKWATER_HOST: '127.0.0.1',
    BREAKWATER_DATA_DIR: facts.stateDir,
    BREAKWATER_CONTROL_PLANE_URL: controlPlane,
    BREAKWATER_UNLEASH_API: unleashApi,
    BREAKWATER_SDK_TOKEN: facts.secrets.sdkToken,
  };
}

function plan(
  name: string,
  port: PortName,
  ports: DemoPorts,
  script: readonly string[],
  heapMb: number,
  env: Record<string, string>,
): NodePlan {
  return { name, script, port: ports[port], portVariable: portVariable(port), heapMb, env };
}
