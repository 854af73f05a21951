import type { DemoPorts } from './demo-ports.ts';

/** The shop's processes: the service and the name of the instance, which is also the name of its port. */
export const shopInstances = [
  { service: 'catalog', instance: 'catalog-1' },
  { service: 'recommendation', instance: 'recommendation-1' },
  { service: 'inventory', instance: 'inventory-1' },
  { service: 'payment-gateway', instance: 'payment-gateway-1' },
  { service: 'payment', instance: 'payment-1' },
  { service: 'order', instance: 'order-1' },
  { service: 'gateway', instance: 'gateway-1' },
  { service: 'gateway', instance: 'gateway-2' },
] as const;

/** Where everything answers. */
export interface DemoAddresses {
  controlPlane: string;
  unleashApi: string;
  dashboard: string;
  detector: string;
  lab: string;
  /** By instance, such as `gateway-2`. */
  shop: Record<(typeof shopInstances)[number]['instance'], string>;
}

/** The addresses that follow from the ports. */
export function addressesOf(ports: DemoPorts): DemoAddresses {
  const local = (port: number) => `http://127.0.0.1:${port}`;
  const shop = Object.fromEntries(shopInstances.map(({ instance }) => [instance, local(ports[instance])]));
  return {
    controlPlane: local(ports.controlPlane),
    unleashApi: `${local(ports.controlPlane)}/unleash/api`,
    dashboard: local(ports.dashboard),
    detector: local(ports.detector),
    lab: local(ports['lab-1']),
    shop: shop as DemoAddresses['shop'],
  };
}

/** What the detector scrapes, in the format of Prometheus' file discovery. */
export function scrapeTargets(ports: DemoPorts) {
  return shopInstances.map(({ service, instance }) => ({
    targets: [`127.0.0.1:${ports[instance]}`],
    labels: { service, instance },
  }));
}
