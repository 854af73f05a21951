import type { Fault, FaultRequest, Lab, LoadRequest } from '../../contract/lab.ts';

/** The Lab's process: faults and load on the demo shop. Everything throws `lab.away` or `lab.refused`. */
export interface LabPort {
  read(): Promise<Lab>;
  startFault(request: FaultRequest): Promise<Fault>;
  stopFault(id: string): Promise<void>;
  stopAllFaults(): Promise<void>;
  setLoad(request: LoadRequest): Promise<Lab>;
}
