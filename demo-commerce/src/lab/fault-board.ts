import { type Fault, isActive } from '../faults/fault.ts';

/** The faults that the lab has set; those that stopped by themselves leave the board. */
export function createFaultBoard() {
  const faults = new Map<string, Fault>();

  const active = (now: number): Fault[] => {
    for (const [id, fault] of faults) if (!isActive(fault, now)) faults.delete(id);
    return [...faults.values()].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  };

  return {
    active,
    activeOf: (service: string, now: number) => active(now).filter((fault) => fault.service === service),
    put(fault: Fault): void {
      faults.set(fault.id, fault);
    },
    /** The service that the fault was hurting, or undefined where there is no such fault. */
    remove(id: string): string | undefined {
      const service = faults.get(id)?.service;
      faults.delete(id);
      return service;
    },
    /** The services that were hurt. */
    clear(): string[] {
      const services = [...new Set([...faults.values()].map(({ service }) => service))];
      faults.clear();
      return services;
    },
  };
}

export type FaultBoard = ReturnType<typeof createFaultBoard>;
