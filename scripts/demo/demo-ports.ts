import { findFreePort } from '../process/ports.ts';
import { SetupError } from '../process/setup-error.ts';

/** Each port of the demo: the variable that changes it and its default. */
const ports = {
  postgres: ['BREAKWATER_POSTGRES_PORT', 15432],
  redis: ['BREAKWATER_REDIS_PORT', 16379],
  kafka: ['BREAKWATER_KAFKA_PORT', 19092],
  kafkaController: ['BREAKWATER_KAFKA_CONTROLLER_PORT', 19093],
  controlPlane: ['BREAKWATER_CONTROL_PLANE_PORT', 4400],
  dashboard: ['BREAKWATER_DASHBOARD_PORT', 4410],
  detector: ['BREAKWATER_DETECTOR_PORT', 4420],
  'gateway-1': ['COMMERCE_GATEWAY_PORT', 4501],
  'gateway-2': ['COMMERCE_GATEWAY_2_PORT', 4511],
  'catalog-1': ['COMMERCE_CATALOG_PORT', 4502],
  'recommendation-1': ['COMMERCE_RECOMMENDATION_PORT', 4503],
  'order-1': ['COMMERCE_ORDER_PORT', 4504],
  'inventory-1': ['COMMERCE_INVENTORY_PORT', 4505],
  'payment-1': ['COMMERCE_PAYMENT_PORT', 4506],
  'payment-gateway-1': ['COMMERCE_PAYMENT_GATEWAY_PORT', 4507],
  'lab-1': ['COMMERCE_LAB_PORT', 4508],
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
