import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { inject } from 'vitest';
import type { z } from 'zod';
import { type ControlPlane, startControlPlane } from '../../src/compose.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { type Heartbeat, type Problem, roles } from '../../src/contract/index.ts';

export const sdkToken = 'default:production.integration-secret';
export const detectorToken = 'integration-detector';
export const ciToken = 'integration-pipeline';
export const password = 'correct horse battery staple';
/** The seeded person of each role. */
export const emailOf = (role: string) => `${role}@example.com`;

const seed = {
  users: roles.map((role) => ({ email: emailOf(role), name: role, role, password })),
  switches: ['recommendations', 'payments.capture'].map((key) => ({
    key,
    title: `Title of ${key}`,
    sheds: 'suggestions',
    fallback: 'bestsellers',
    service: 'gateway',
    dependency: 'recommendation',
  })),
  levels: [
    { id: 'L1', title: 'No extras', sheds: 'suggestions', adds: ['recommendations'] },
    { id: 'L2', title: 'Orders first', sheds: 'payment at once', adds: ['payments.capture'] },
    { id: 'L3', title: 'With a gap', sheds: 'what is not there', adds: ['not.there'] },
  ],
  flags: [
    { key: 'ranker-v2', title: 'Ranker', service: 'recommendation', enabled: false },
    { key: 'catalog-badges', title: 'Badges', service: 'catalog', enabled: false, percent: 100 },
  ],
};

/** A database of its own with everything that a control plane needs to run on it, several times if need be. */
export interface Setting {
  databaseUrl: string;
  /** The environment variables; what a test adds comes on top. */
  env: Record<string, string>;
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Takes the database away from everybody, or brings it back. */
  setDatabase(isThere: boolean): Promise<void>;
  remove(): Promise<void>;
}

/** Makes an empty database and a seed file. */
export async function makeSetting(more: Record<string, string> = {}): Promise<Setting> {
  const name = `control_plane_${randomBytes(6).toString('hex')}`;
  const server = inject('services').postgresUrl;
  await once(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-control-plane-'));
  const seedFile = join(folder, 'seed.json');
  await writeFile(seedFile, JSON.stringify(seed));
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => undefined);
  return {
    databaseUrl: url.href,
    env: {
      BREAKWATER_CONTROL_PLANE_PORT: '0',
      BREAKWATER_DATABASE_URL: url.href,
      BREAKWATER_SDK_TOKEN: sdkToken,
      BREAKWATER_DETECTOR_TOKEN: detectorToken,
      BREAKWATER_CI_TOKEN: ciToken,
      BREAKWATER_SEED_FILE: seedFile,
      BREAKWATER_DATA_DIR: folder,
      ...more,
    },
    sql: async (text, values) => (await pool.query(text, values)).rows,
    setDatabase: async (isThere) => {
      await once(server, `alter database ${name} allow_connections ${isThere}`);
      if (!isThere)
        await once(
          server,
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
        );
    },
    remove: async () => {
      await pool.end();
      await once(server, `drop database if exists ${name} with (force)`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a control plane in this process; one at a time, for the flag engine keeps some things per process. */
export function startOn(
  setting: Setting,
  more: Record<string, string> = {},
  now?: () => number,
): Promise<ControlPlane> {
  const config: Config = readConfig({ ...setting.env, ...more });
  return startControlPlane(config, { log: pino({ level: 'silent' }), ...(now ? { now } : {}) });
}

async function once(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** An answer as a test looks at it. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body, checked against the contract. */
  as<Schema extends z.ZodType>(schema: Schema): z.infer<Schema>;
  problem: Problem;
}

/** Asks with a token, as a program does. */
export class Caller {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, token?: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.#headers = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers };
  }

  get = (path: string) => this.ask('GET', path);
  post = (path: string, body: unknown = {}) => this.ask('POST', path, body);
  put = (path: string, body: unknown) => this.ask('PUT', path, body);
  delete = (path: string) => this.ask('DELETE', path);

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...this.#headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      as: (schema) => schema.parse(JSON.parse(text)),
      get problem() {
        return JSON.parse(text) as Problem;
      },
    };
  }
}

/** Signs the seeded person of a role in. */
export async function signIn(url: string, role: string): Promise<Caller> {
  return new Caller(url, await tokenOf(url, role));
}

/** The session token of the seeded person of a role. */
export async function tokenOf(url: string, role: string): Promise<string> {
  const answer = await new Caller(url).post('/api/v1/session', { email: emailOf(role), password });
  if (answer.status !== 200) throw new Error(answer.text);
  return (JSON.parse(answer.text) as { token: string }).token;
}

/** A heartbeat of a gateway, as flag-sdk sends it. */
export function heartbeat(instanceId: string, revision: number, more: Partial<Heartbeat> = {}): Heartbeat {
  return {
    instanceId,
    service: 'gateway',
    environment: 'production',
    sdk: 'test',
    startedAt: '2026-01-01T00:00:00.000Z',
    revision,
    source: 'stream',
    flags: ['recommendations'],
    guards: [],
    ...more,
  };
}

/** Sends a heartbeat as an instance does. */
export async function beat(url: string, sent: Heartbeat): Promise<number> {
  const answer = await new Caller(url, undefined, { authorization: sdkToken }).post(
    '/api/v1/instances/heartbeat',
    sent,
  );
  return answer.status;
}
