import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { inject, vi } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    services: { postgresUrl: string; redisUrl: string; kafkaBrokers: string | null };
  }
}

const main = fileURLToPath(new URL('../../control-plane/src/main.ts', import.meta.url));
const token = 'default:production.policy-test';
const password = 'correct horse battery staple';
const manager = 'manager@example.com';

/** An answer of the control plane. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  readonly body: any;
}

/** A real control plane in a process and a database of its own, and an administrator who asks it. */
export interface ControlPlane {
  /** What a flag client needs to reach it. */
  readonly options: { unleashApi: string; controlPlaneUrl: string; token: string };
  ask(method: string, path: string, body?: object): Promise<Answer>;
  stop(): Promise<void>;
}

const runSql = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

const urlOf = (child: ChildProcess): Promise<string> => {
  let output = '';
  const keep = (part: Buffer) => {
    output += part;
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return vi.waitFor(
    () => {
      const url = /"url":"([^"]+)"/.exec(output)?.[1];
      if (url === undefined) throw new Error(`the control plane is not ready: ${output}`);
      return url;
    },
    { timeout: 100_000, interval: 50 },
  );
};

/** Starts one with the switch `recommendations`. */
export const startControlPlane = async (): Promise<ControlPlane> => {
  const server = inject('services').postgresUrl;
  const name = `flag_sdk_${randomBytes(6).toString('hex')}`;
  await runSql(server, `create database ${name}`);
  const folder = await mkdtemp(join(tmpdir(), 'flag-sdk-control-plane-'));
  const seedFile = join(folder, 'seed.json');
  const person = { email: manager, name: 'manager', role: 'admin', password };
  await writeFile(seedFile, JSON.stringify({ users: [person], switches: [], flags: [] }));
  const child = spawn(process.execPath, [main], {
    stdio: 'pipe',
    env: {
      PATH: process.env.PATH ?? '',
      BREAKWATER_CONTROL_PLANE_PORT: '0',
      BREAKWATER_DATABASE_URL: Object.assign(new URL(server), { pathname: `/${name}` }).href,
      BREAKWATER_SDK_TOKEN: token,
      BREAKWATER_DETECTOR_TOKEN: 'policy-test-detector',
      BREAKWATER_SEED_FILE: seedFile,
      BREAKWATER_DATA_DIR: folder,
    },
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await runSql(server, `drop database if exists ${name} with (force)`);
    await rm(folder, { recursive: true, force: true });
  };

  try {
    const url = await urlOf(child);
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    const ask: ControlPlane['ask'] = async (method, path, body) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    };
    const signedIn = await ask('POST', '/api/v1/session', { email: manager, password });
    headers.authorization = `Bearer ${signedIn.body.token}`;
    return { options: { unleashApi: `${url}/unleash/api`, controlPlaneUrl: url, token }, ask, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
