import { describe, expect, it } from 'vitest';
import { acceptanceBy } from '../../../test/acceptance.ts';
import { learntOf } from '../../../test/learnt.ts';
import { plainSeries } from '../../../test/plain-series.ts';
import { normal, randomSource } from '../../../test/random.ts';
import { weekdays } from '../../alerting/mute-window.ts';
import { AlertPolicy } from '../../services/alert-policy.ts';
import { type AlertChange, Learner } from '../../services/learner.ts';
import { AlertLedger, type CausedChange } from '../alerts/alert-ledger.ts';
import { SampleRouter } from '../samples/sample-router.ts';
import { decodeSamples, encodeSamples } from '../samples/samples-message.ts';
import { stateLayout } from '../state/partition-state.ts';
import type { PartitionOwner } from './partition-owner.ts';
import { PartitionWorker } from './partition-worker.ts';
import type { DeadLetter, Position, SnapshotStore } from './ports.ts';
import { takeOver } from './take-over.ts';

const start = Date.parse('2026-11-21T00:00:00Z');
const stepMs = 10_000;

/** Forty series of which some deviate, one falls silent while it does. */
function rowAt(row: number, random: () => number) {
  return Array.from({ length: 40 }, (_, index) => {
    const isIll = index % 8 === 0 && row >= 90 && row < 130;
    return {
      series: plainSeries(`series-${index}`, { service: `service-${index}`, metric: 'queue_length' }),
      at: start + row * stepMs,
      value: 100 + 5 * normal(random) + (isIll ? 200 : 0),
      count: Number.NaN,
    };
  }).filter(({ series }) => series.key !== 'series-8' || row < 110);
}

/** The log of one partition, and what one learner makes of the same readings. */
function record() {
  const random = randomSource(7);
  const router = new SampleRouter(1, 1);
  const log: Buffer[] = [];
  const learner = new Learner();
  const changes: AlertChange[] = [];
  for (let row = 0; row < 160; row += 1) {
    for (const reading of rowAt(row, random)) {
      router.add(router.route(reading.series), reading.at, reading.value, reading.count, true);
      const change = learner.read(reading);
      if (change !== null) changes.push(change);
    }
    if (row === 100) {
      const [paused, forgotten] = ['series-1', 'series-2'].map((key) => learner.find(key)!);
      router.pause(router.route(paused!.series), start);
      learner.pause(paused!);
      router.forget(router.route(forgotten!.series), start);
      learner.forget(forgotten!);
    }
    const clock = start + row * stepMs + 500;
    log.push(...router.take(clock).map(({ value }) => value));
    for (const alert of learner.sweep(clock)) changes.push({ type: 'ended', alert });
  }
  return { log, learner, changes };
}

/** A broker in memory: what was stored, told and buried, and the stored position. */
class Memory {
  readonly told: CausedChange[] = [];
  readonly buried: DeadLetter[] = [];
  readonly snapshots = new Map<string, Buffer>();
  position: Position | null = null;
  isDown = false;
  readonly commit = async (_partition: number, position: Position) => {
    this.position = position;
  };
  readonly store: SnapshotStore = {
    write: async (_partition, bytes) => {
      const id = String(this.snapshots.size);
      this.snapshots.set(id, bytes);
      return { id, chunks: 1, checksum: '', first: 0, last: 0 };
    },
    committed: () => undefined,
    read: async (_partition, { id }) => this.snapshots.get(id) ?? null,
  };

  worker(): PartitionWorker {
    return new PartitionWorker({
      partitions: 1,
      snapshotEveryMs: Number.POSITIVE_INFINITY,
      store: this.store,
      alerts: {
        publish: async (changes) => {
          if (this.isDown) throw new Error('the broker is away');
          this.told.push(...changes);
        },
      },
      deadLetters: { bury: async (letters) => void this.buried.push(...letters) },
      now: () => start,
    });
  }

  take = (policy?: AlertPolicy) =>
    takeOver(
      0,
      { partitions: 1, store: this.store, ...(policy && { policy }) },
      { position: this.position, oldest: 0 },
      start,
    );
}

const said = acceptanceBy('series-0', { shape: 'height', limit: 5_000, evidence: 9 });
const { log, learner, changes } = record();
const learnUpTo = (owner: PartitionOwner, end: number) => {
  for (let offset = owner.next; offset < end; offset += 1) owner.take(offset, log[offset]!);
};
const heardBy = (told: readonly CausedChange[]) => {
  const ledger = new AlertLedger();
  return told.flatMap((change) => ledger.hear(change, start));
};

describe('a partition that changes hands', () => {
  it('has alerts of every kind in its log', () => {
    expect(new Set(changes.map(({ type }) => type))).toEqual(new Set(['started', 'continued', 'ended']));
  });

  it('ends as if one learner had read it all, though workers die anywhere', async () => {
    const random = randomSource(11);
    for (let round = 0; round < 12; round += 1) {
      const memory = new Memory();
      let { owner } = await memory.take();
      await memory.worker().storeBeginning(owner, memory.commit);
      for (let end = 0; end < log.length; ) {
        end = Math.min(log.length, end + 1 + Math.floor(random() * 30));
        learnUpTo(owner, end);
        const fate = random();
        // Killed before it told; after it told; after it stored.
        if (fate > 0.2) await memory.worker().tell(owner);
        if (fate > 0.5) await memory.worker().store(owner, memory.commit);
        if (fate < 0.8) ({ owner } = await memory.take());
      }
      learnUpTo(owner, log.length);
      await memory.worker().tell(owner);
      expect(heardBy(memory.told)).toEqual(changes);
      expect(learntOf([owner.learner.learner.snapshot()])).toEqual(learntOf([learner.snapshot()]));
    }
  });

  it('tells what could not be told once the broker is back, and stores nothing before', async () => {
    const memory = new Memory();
    const { owner } = await memory.take();
    const worker = memory.worker();
    learnUpTo(owner, 120);
    memory.isDown = true;
    await expect(worker.settle(owner, memory.commit)).rejects.toThrow('away');
    await expect(worker.store(owner, memory.commit)).rejects.toThrow('to be told');
    memory.isDown = false;
    learnUpTo(owner, log.length);
    await worker.tell(owner);
    expect(heardBy(memory.told)).toEqual(changes);
  });

  it('learns a message once that a front sent twice', async () => {
    const memory = new Memory();
    const { owner } = await memory.take();
    [...log.slice(0, 100), ...log.slice(98, 100), ...log.slice(100)].forEach((value, offset) => {
      owner.take(offset, value);
    });
    expect(learntOf([owner.learner.learner.snapshot()])).toEqual(learntOf([learner.snapshot()]));
    expect(owner.learner.counts.repeated).toBe(2);
  });

  it('buries a message that cannot be read, and goes on', async () => {
    const memory = new Memory();
    const { owner } = await memory.take();
    [log[0]!, Buffer.from('poison'), ...log.slice(1)].forEach((value, offset) => {
      owner.take(offset, value);
    });
    await memory.worker().tell(owner);
    expect(memory.buried).toMatchObject([{ partition: 0, offset: 1, value: Buffer.from('poison') }]);
    expect(learntOf([owner.learner.learner.snapshot()])).toEqual(learntOf([learner.snapshot()]));
  });

  it('passes over readings of a series that was never introduced', async () => {
    const { owner } = await new Memory().take();
    owner.take(0, encodeSamples({ ...decodeSamples(log[0]!), declarations: [] }));
    expect(owner.learner.counts.undeclared).toBe(40);
    expect(owner.learner.learner.list()).toEqual([]);
  });

  it('goes on with what it has where the log was cut before it was read', async () => {
    const { owner } = await new Memory().take();
    learnUpTo(owner, 80);
    owner.take(90, log[90]!);
    expect(owner).toMatchObject({ missed: 10, next: 91 });
  });
});

describe('takeOver', () => {
  const snapshot = { id: 'gone', chunks: 1, checksum: '', first: 0, last: 0 };
  const inherit = (pointer: object) =>
    takeOver(
      0,
      { partitions: 6, store: new Memory().store },
      {
        position: {
          offset: 50,
          pointer: { layout: stateLayout, partitions: 6, epoch: 3, snapshot, ...pointer },
        },
        oldest: 20,
      },
      start,
    );

  it('learns anew from the oldest message where the snapshot has another layout, under a new epoch', async () => {
    const { owner, anew } = await inherit({ layout: '0:1:1' });
    expect(owner).toMatchObject({ epoch: 4, next: 20 });
    expect(anew).toContain('the snapshot has the layout 0:1:1');
  });

  it('keeps what people have said where the snapshot has another layout, also where the one who takes over dies at once', async () => {
    const memory = new Memory();
    const { owner: first } = await memory.take();
    const router = new SampleRouter(1, 1);
    router.say({ type: 'accepted', acceptance: said });
    for (const { value } of router.take(start)) first.take(first.next, value);
    await memory.worker().store(first, memory.commit);
    memory.position!.pointer.layout = '0:1:1';
    const { owner: second, anew } = await memory.take();
    expect(anew).toContain('the snapshot has the layout 0:1:1');
    expect(second.learner.accepted()).toEqual([said]);
    await memory.worker().storeBeginning(second, memory.commit);
    const { owner: third } = await memory.take();
    expect(third.learner.accepted()).toEqual([said]);
    expect(third).toMatchObject({ epoch: start + 1, next: 0 });
  });

  it('learns anew where the snapshot is not whole', async () => {
    const { owner, anew } = await inherit({});
    expect(owner).toMatchObject({ epoch: 4, next: 20 });
    expect(anew).toContain('not whole');
  });

  it('begins where another began that stored nothing yet', async () => {
    const { owner, anew } = await inherit({ snapshot: null });
    expect(owner).toMatchObject({ epoch: 3, next: 50 });
    expect(anew).toBeNull();
  });

  it('holds to what people have laid down, whether it begins anew or goes on', async () => {
    const always = { days: [...weekdays], from: 0, to: 1440, timezone: 'UTC' };
    const muted = () => new AlertPolicy([{ match: {}, mute: [always] }]);
    const memory = new Memory();
    const { owner: first } = await memory.take(muted());
    await memory.worker().storeBeginning(first, memory.commit);
    learnUpTo(first, Math.floor(log.length / 2));
    const worker = memory.worker();
    await worker.tell(first);
    await worker.store(first, memory.commit);
    const { owner: second, anew } = await memory.take(muted());
    expect(anew).toBeNull();
    learnUpTo(second, log.length);
    await worker.tell(second);
    expect(memory.told).toEqual([]);
  });

  it('refuses a topic that has another number of partitions now', async () => {
    await expect(inherit({ partitions: 12 })).rejects.toThrow(
      'expected the 12 partitions by which series were spread so far, got 6',
    );
  });
});
