import { assertPortFree, findFreePort } from '../process/ports.ts';
import { SetupError } from '../process/setup-error.ts';

/** Each port of the demo: the variable that changes it, its default, and what listens there. */
const ports = {
  postgres: ['BREAKWATER_POSTGRES_PORT', 15432, 'Postgres'],
  redis: ['BREAKWATER_REDIS_PORT', 16379, 'Redis'],
  kafka: ['BREAKWATER_KAFKA_PORT', 19092, 'Kafka'],
  kafkaController: ['BREAKWATER_KAFKA_CONTROLLER_PORT', 19093, "Kafka's controller"],
  controlPlane: ['BREAKWATER_CONTROL_PLANE_PORT', 4400, 'the control plane'],
  dashboard: ['BREAKWATER_DASHBOARD_PORT', 4410, 'the dashboard'],
  detector: ['BREAKWATER_DETECTOR_PORT', 4420, 'the detector'],
  'gateway-1': ['COMMERCE_GATEWAY_PORT', 4501, 'gateway-1'],
  'gateway-2': ['COMMERCE_GATEWAY_2_PORT', 4511, 'gateway-2'],
  'catalog-1': ['COMMERCE_CATALOG_PORT', 4502, 'catalog-1'],
  'recommendation-1': ['COMMERCE_RECOMMENDATION_PORT', 4503, 'recommendation-1'],
  'order-1': ['COMMERCE_ORDER_PORT', 4504, 'order-1'],
  'inventory-1': ['COMMERCE_INVENTORY_PORT', 4505, 'inventory-1'],
  'payment-1': ['COMMERCE_PAYMENT_PORT', 4506, 'payment-1'],
  'payment-gateway-1': ['COMMERCE_PAYMENT_GATEWAY_PORT', 4507, 'payment-gateway-1'],
  'lab-1': ['COMMERCE_LAB_PORT', 4508, 'lab-1'],
} as const;

export type PortName = keyof typeof ports;
export type DemoPorts = Readonly<Record<PortName, number>>;

/** The variable that changes a port. */
export function portVariable(name: PortName): string {
  return ports[name][0];
}

/** The ports of the environment, else the usual ones; throws {@link SetupError} that names a variable that is no port. */
export function readPorts(env: NodeJS.ProcessEnv): DemoPorts {
  const entries = Object.entries(ports).map(([name, [variable, usual]]) => [
    name,
    portOf(variable, env[variable], usual),
  ]);
  const read = Object.fromEntries(entries) as Record<PortName, number>;
  for (const [name, port] of Object.entries(read) as [PortName, number][]) {
    const twin = (Object.keys(read) as PortName[]).find((other) => other !== name && read[other] === port);
    if (twin)
      throw new SetupError(
        'port_twice',
        `${portVariable(name)} and ${portVariable(twin)} are both ${port}: give each its own port`,
      );
  }
  return read;
}

/** Throws {@link SetupError} with one line for each port that another program holds; those in `except` are not asked. */
export async function assertPortsFree(wanted: DemoPorts, except: readonly PortName[] = []): Promise<void> {
  const asked = (Object.keys(wanted) as PortName[]).filter((name) => !except.includes(name));
  const checks = asked.map((name) => assertPortFree(wanted[name], portVariable(name), ports[name][2]));
  const failed = (await Promise.allSettled(checks)).filter((check) => check.status === 'rejected');
  if (failed.length === 0) return;
  const lines = failed.map(({ reason }) => (reason as Error).message);
  throw new SetupError(
    'port_in_use',
    [...lines, 'Or let it find free ports by itself: npm run demo -- --ports free'].join('\n'),
  );
}

/** Free ports for everything. */
export async function findFreePorts(): Promise<DemoPorts> {
  const found: Partial<Record<PortName, number>> = {};
  for (const name of Object.keys(ports) as PortName[]) found[name] = await findFreePort();
  return found as DemoPorts;
}

function portOf(variable: string, given: string | undefined, usual: number): number {
  if (given === undefined || given === '') return usual;
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SetupError('port_invalid', `${variable} must be a port from 1 to 65535, got "${given}"`);
}
