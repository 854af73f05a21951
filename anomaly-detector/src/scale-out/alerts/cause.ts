/** What brought a change of an alert about: the message of a partition, and which of its changes it was. */
export type Cause = {
  partition: number;
  /** Grows each time that the partition is learnt anew. */
  epoch: number;
  offset: number;
  index: number;
};

const pattern = /^samples\/(\d+)\/(\d+)\/(\d+)\/(\d+)$/;

/** A cause as the id of its event: the same change has the same id, whoever tells it and however often. */
export const idOfCause = ({ partition, epoch, offset, index }: Cause): string =>
  `samples/${partition}/${epoch}/${offset}/${index}`;

/** The cause that an id names; null for the id of another event. */
export function causeOf(id: string): Cause | null {
  const found = pattern.exec(id);
  if (found === null) return null;
  const [partition, epoch, offset, index] = found.slice(1).map(Number) as [number, number, number, number];
  return { partition, epoch, offset, index };
}

/** Whether a cause lies behind another one of its partition in the log. */
export const isAfter = (cause: Cause, other: Cause): boolean =>
  cause.offset === other.offset ? cause.index > other.index : cause.offset > other.offset;
