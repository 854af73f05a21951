export type {
  Bus,
  BusLog,
  BusOptions,
  Delivery,
  EventHandler,
  SubscribeOptions,
  Subscription,
} from './bus.ts';
export { BusError, type BusErrorCode, busErrorCodes } from './bus-error.ts';
export { type BusEvent, completeEvent, type NewEvent } from './event.ts';
export { openBus } from './open-bus.ts';
