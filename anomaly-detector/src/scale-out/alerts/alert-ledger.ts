import type { Alert } from '../../contract/index.ts';
import type { AlertChange } from '../../services/learner.ts';
import { type Cause, isAfter } from './cause.ts';

/** A change of an alert as a worker tells it. */
export type CausedChange = AlertChange & { cause: Cause };

type Held = { partition: number; alert: Alert };

/** What must be remembered of the changes heard, to be stored with what has been made of them. */
export type LedgerSnapshot = { last: Cause[]; held: [string, Held][] };

/**
 * Hears each change of an alert once, in order, though workers tell changes again after a crash or while two believe that they
 * own a partition: whoever learns a partition tells the same changes in the same order, so what is not newer is known.
 */
export class AlertLedger {
  #last = new Map<number, Cause>();
  #held = new Map<string, Held>();
  /** Changes that had been heard before. */
  repeated = 0;

  /** What is news in a change; nothing where it was heard before. `now` in epoch ms. */
  hear({ type, alert, cause }: CausedChange, now: number): AlertChange[] {
    const last = this.#last.get(cause.partition);
    if (last !== undefined && cause.epoch < last.epoch) return this.#repeat();
    const news = last !== undefined && cause.epoch > last.epoch ? this.#endAll(cause.partition, now) : [];
    if (last !== undefined && !isAfter(cause, last)) {
      this.#last.set(cause.partition, { ...last, epoch: cause.epoch });
      return news.length > 0 ? news : this.#repeat();
    }
    this.#last.set(cause.partition, cause);
    return [...news, ...this.#take({ type, alert }, cause.partition)];
  }

  snapshot(): LedgerSnapshot {
    return structuredClone({ last: [...this.#last.values()], held: [...this.#held] });
  }

  restore(snapshot: LedgerSnapshot): void {
    this.#last = new Map(snapshot.last.map((cause) => [cause.partition, cause]));
    this.#held = new Map(snapshot.held);
  }

  #take(change: AlertChange, partition: number): AlertChange[] {
    const key = change.alert.seriesKey;
    const isHeld = this.#held.has(key);
    if (change.type === 'ended') {
      this.#held.delete(key);
      return isHeld ? [change] : [];
    }
    this.#held.set(key, { partition, alert: change.alert });
    // What began under an older model, or unheard, goes on as a new one.
    return [{ type: isHeld ? change.type : 'started', alert: change.alert }];
  }

  /** What has been learnt of the partition was given up: nobody will end its alerts. */
  #endAll(partition: number, now: number): AlertChange[] {
    const mine = [...this.#held].filter(([, held]) => held.partition === partition);
    for (const [key] of mine) this.#held.delete(key);
    const endsAt = new Date(now).toISOString();
    return mine.map(([, { alert }]) => ({ type: 'ended', alert: { ...alert, endsAt } }));
  }

  #repeat(): AlertChange[] {
    this.repeated += 1;
    return [];
  }
}
