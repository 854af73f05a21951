import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const program = 'prometheus';

/** Whether this machine has a Prometheus; `npm test` brings Debian's. */
export const hasPrometheus = spawnSync(program, ['--version']).status === 0;

/** A Prometheus that runs, and the file that it was configured by. */
export type RealPrometheus = { url: string; configFile: string; close(): Promise<void> };

/** Starts a Prometheus in a folder of its own on a free port, with the past given in OpenMetrics text. */
export async function startPrometheus(folder: string, config: string, past = ''): Promise<RealPrometheus> {
  const data = join(folder, 'data');
  const configFile = join(folder, 'prometheus.yml');
  await mkdir(folder, { recursive: true });
  await writeFile(configFile, config);
  if (past !== '') {
    const file = join(folder, 'past.txt');
    await writeFile(file, past);
    await run('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, data]);
  }
  const process = spawn(
    program,
    [`--config.file=${configFile}`, `--storage.tsdb.path=${data}`, '--web.listen-address=127.0.0.1:0'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = once(process, 'exit');
  const address = await listening(process);
  const url = `http://${address}`;
  // It listens before it is ready to answer.
  while (!(await fetch(`${url}/-/ready`)).ok) await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    url,
    configFile,
    close: async () => {
      process.kill('SIGTERM');
      await exited;
    },
  };
}

/** The address that it says it listens on. Throws what it said instead. */
function listening(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    process.stderr!.on('data', (chunk) => {
      said += chunk;
      const found = /msg="Listening on" address=(\S+)/.exec(said);
      if (found !== null) resolve(found[1]!);
    });
    process.once('exit', () => reject(new Error(`Prometheus ended: ${said}`)));
  });
}
