import type { Redis } from 'ioredis';

/** What a beat says of one partition: not ours, ours, or ours but due to another member. */
export const leaseStates = { none: 0, held: 1, due: 2 } as const;

/** The bus's own commands, each atomic in Redis. */
export interface BusCommands {
  /** Says that a member lives, takes and renews the leases of its share; one of {@link leaseStates} per partition. */
  busBeat(keyCount: number, ...keysAndArguments: (string | number)[]): Promise<number[]>;
  /** Reads entries only while the lease is ours: null once it is lost. */
  busFetch(
    lease: string,
    stream: string,
    member: string,
    group: string,
    from: string,
    count: number,
  ): Promise<StreamEntry[] | null>;
  /** Gives a lease back if it is still ours. */
  busRelease(lease: string, member: string): Promise<number>;
}

/** An id and its fields; no fields where the entry was trimmed away while pending. */
export type StreamEntry = [id: string, fields: string[] | null];

/** The group's one consumer name: the lease decides who speaks as it, so pending entries need no claiming by name. */
export const consumerName = 'leaseholder';

const beat = `
local member, ttl = ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ttl)
redis.call('ZADD', KEYS[1], now, member)
redis.call('PEXPIRE', KEYS[1], ttl * 10)
local members = redis.call('ZRANGE', KEYS[1], 0, -1)
table.sort(members)
local place = 0
for i, name in ipairs(members) do if name == member then place = i - 1 end end
local states = {}
for i = 2, #KEYS do
  local owner = redis.call('GET', KEYS[i])
  local mine = (i - 2) % #members == place
  if owner == member then
    redis.call('PEXPIRE', KEYS[i], ttl)
    states[i - 1] = mine and 1 or 2
  elseif not owner and mine then
    redis.call('SET', KEYS[i], member, 'PX', ttl)
    states[i - 1] = 1
  else
    states[i - 1] = 0
  end
end
return states`;

const fetch = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return false end
local read = redis.call('XREADGROUP', 'GROUP', ARGV[2], '${consumerName}', 'COUNT', ARGV[4], 'STREAMS', KEYS[2], ARGV[3])
if not read then return {} end
return read[1][2]`;

const release = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** Adds the bus's commands to a connection. */
export function withBusCommands(redis: Redis): Redis & BusCommands {
  redis.defineCommand('busBeat', { lua: beat });
  redis.defineCommand('busFetch', { numberOfKeys: 2, lua: fetch });
  redis.defineCommand('busRelease', { numberOfKeys: 1, lua: release });
  return redis as Redis & BusCommands;
}
