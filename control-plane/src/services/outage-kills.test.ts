import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Override } from '../domain/flag-snapshot/override.ts';
import { OutageKills, type OutageKillsDeps } from './outage-kills.ts';
import type { JournaledKill } from './ports/kill-journal.ts';
import type { SettledKill } from './ports/store.ts';

const ann = { name: 'ann@example.com', role: 'responder', via: 'bearer' } as const;
const why = { reason: 'too slow' };
const fail = async () => {
  throw new Error('read-only file system');
};

let files: Map<string, JournaledKill>;
let journal: OutageKillsDeps['journal'];
/** What Postgres contains, and what SDKs were last told. */
let stored: Map<string, SettledKill>;
let pushed: readonly Override[];
let killSwitch: ReturnType<typeof vi.fn<OutageKillsDeps['killSwitch']>>;
let outage: OutageKills;
let isThere: boolean;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  files = new Map();
  stored = new Map();
  pushed = [];
  isThere = true;
  journal = {
    add: async (kill) => void files.set(kill.id, kill),
    remove: async (id) => void files.delete(id),
    list: async () => [...files.values()],
  };
  killSwitch = vi.fn(async ({ id }: JournaledKill) => {
    stored.set(id, { id, revision: 2, changeId: `unleash-${id}` });
  });
  outage = start();
});
afterEach(() => vi.useRealTimers());

/** A control plane that starts with what the journal and Postgres hold now. */
function start(): OutageKills {
  const store = {
    journal: {
      lock: async () => undefined,
      settle: async (kill: SettledKill) => void stored.set(kill.id, kill),
      listSettled: async (ids: readonly string[]) => ids.flatMap((id) => stored.get(id) ?? []),
    },
    transaction: async (work: (within: unknown) => Promise<unknown>) => work(store),
  };
  return new OutageKills({
    journal: {
      add: (one: JournaledKill) => journal.add(one),
      remove: (id: string) => journal.remove(id),
      list: () => journal.list(),
    },
    store,
    registry: { listAlive: () => [] },
    look: { isSilent: () => false, isAhead: () => false },
    environment: 'production',
    revision: () => 1,
    now: () => 0,
    setOverrides: (open: readonly Override[]) => {
      pushed = open;
      return 3;
    },
    canRead: () => isThere,
    killSwitch: (...asked: Parameters<OutageKillsDeps['killSwitch']>) => killSwitch(...asked),
    onNews: () => undefined,
  } as unknown as OutageKillsDeps);
}

const flags = () => pushed.map(({ flag }) => flag);
const kill = (flag: string) => outage.kill(undefined, ann, flag, why);

it('goes out before the disk has it, and says that it is kept once it is', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  journal.add = () => promise;
  const answer = kill('a');
  expect(flags()).toEqual(['a']);
  resolve();
  expect((await answer).journaled).toMatchObject({ onDisk: true, sentTo: 3 });
});

it.each([
  ['refuses', fail],
  ['hangs', () => new Promise<void>(() => undefined)],
])('goes out where the disk %s, says so, and another is not held up', async (_case, add) => {
  journal.add = add;
  const answers = Promise.all([kill('a'), kill('b')]);
  await vi.advanceTimersByTimeAsync(1_000);
  for (const { state, journaled } of await answers) {
    expect([state, journaled?.onDisk]).toEqual(['KILLED', false]);
    expect(journaled?.note).toContain('no longer knows of the kill');
  }
  expect(flags()).toEqual(['a', 'b']);
});

it('writes what the disk would not take as soon as it does', async () => {
  const { add } = journal;
  journal.add = fail;
  await kill('a');
  journal.add = add;
  await outage.load();
  await expect.poll(() => [...files.values()].map(({ flag }) => flag)).toEqual(['a']);
  expect((await kill('a')).journaled).toMatchObject({ onDisk: true, id: [...files.keys()][0] });
});

it('a kill that is stored is over, though its file cannot be removed', async () => {
  const { remove } = journal;
  await kill('a');
  journal.remove = fail;
  await expect(outage.reconcile()).rejects.toThrow('read-only');
  expect([flags(), outage.size]).toEqual([[], 0]);
  await expect(outage.reconcile()).rejects.toThrow('read-only');
  expect(killSwitch).toHaveBeenCalledTimes(1);
  expect(flags()).toEqual([]);
  journal.remove = remove;
  await outage.reconcile();
  expect(files.size).toBe(0);
});

it('a file that was left behind is removed by the next start, without another kill', async () => {
  await kill('a');
  const { remove } = journal;
  journal.remove = fail;
  await outage.reconcile().catch(() => undefined);
  journal.remove = remove;
  outage = start();
  await outage.reconcile();
  expect([files.size, flags(), killSwitch.mock.calls.length]).toEqual([0, [], 1]);
});

it('a file that was left behind opens nothing at the next start, and does while nobody can tell that it is over', async () => {
  await kill('a');
  journal.remove = fail;
  await outage.reconcile().catch(() => undefined);
  outage = start();
  await outage.load();
  expect([flags(), outage.size]).toEqual([[], 0]);
  isThere = false;
  outage = start();
  await outage.load();
  expect(flags()).toEqual(['a']);
});

it('a file that cannot be removed keeps no other', async () => {
  const { remove } = journal;
  for (const flag of ['a', 'b', 'c']) await kill(flag);
  const [first] = files.keys();
  journal.remove = (id) => (id === first ? fail() : remove(id));
  await expect(outage.reconcile()).rejects.toThrow('read-only');
  expect([...files.keys()]).toEqual([first]);
});

it('a file that is lost is written again, and not said to be kept meanwhile', async () => {
  await kill('a');
  files.clear();
  const { add } = journal;
  journal.add = fail;
  await outage.load();
  expect((await kill('a')).journaled?.onDisk).toBe(false);
  journal.add = add;
  await outage.load();
  await expect.poll(() => files.size).toBe(1);
});

it('one that cannot be stored keeps no other from it, and stays in force', async () => {
  const store = killSwitch.getMockImplementation()!;
  killSwitch.mockImplementation((one, how) => (one.flag === 'a' ? fail() : store(one, how)));
  await kill('a');
  await kill('b');
  await expect(outage.reconcile()).rejects.toThrow('read-only');
  expect(flags()).toEqual(['a']);
  expect([...files.values()].map(({ flag }) => flag)).toEqual(['a']);
});

it('what was killed before an unreadable journal is stored all the same', async () => {
  await kill('a');
  journal.list = fail;
  await expect(outage.reconcile()).rejects.toThrow('read-only');
  expect(flags()).toEqual([]);
});
