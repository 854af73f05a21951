import { Gauge, type Registry } from 'prom-client';

/** Makes gauges in a registry whose values are read when they are asked for. */
export const readGauge = (registry: Registry) => (name: string, help: string, value: () => number) =>
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
