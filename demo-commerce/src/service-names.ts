/** Every process of the shop, by the name that starts it. */
export const serviceNames = [
  'gateway',
  'catalog',
  'recommendation',
  'order',
  'inventory',
  'payment',
  'payment-gateway',
  'lab',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** The port a service listens on when COMMERCE_PORT says nothing. */
export const defaultPorts: Record<ServiceName, number> = {
  gateway: 4501,
  catalog: 4502,
  recommendation: 4503,
  order: 4504,
  inventory: 4505,
  payment: 4506,
  'payment-gateway': 4507,
  lab: 4508,
};

/** True for one of the shop's processes. */
export function isServiceName(name: string | undefined): name is ServiceName {
  return (serviceNames as readonly (string | undefined)[]).includes(name);
}
