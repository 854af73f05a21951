/** Keeps the times of the events in hand, to say how far behind a consumer is. */
export interface ConsumerClock {
  begin(partition: number, eventTime: string): void;
  end(partition: number): void;
  /** Age in seconds of the oldest event in hand at `nowMs`; 0 while none is. */
  lagSeconds(nowMs: number): number;
}

/** Creates a clock with nothing in hand. */
export function createConsumerClock(): ConsumerClock {
  const inHand = new Map<number, number>();
  return {
    begin: (partition, eventTime) => {
      inHand.set(partition, Date.parse(eventTime));
    },
    end: (partition) => {
      inHand.delete(partition);
    },
    lagSeconds: (nowMs) => {
      let lag = 0;
      for (const time of inHand.values()) if (nowMs - time > lag * 1000) lag = (nowMs - time) / 1000;
      return lag;
    },
  };
}
