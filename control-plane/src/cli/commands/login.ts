import type { Command } from 'commander';
import { type Role, roles } from '../../contract/access.ts';
import { Session, SignIn } from '../../contract/index.ts';
import { CliError, usageError } from '../cli-error.ts';
import { createApiClient } from '../connection/api-client.ts';
import { locate } from '../connection/connect.ts';
import { findDemo } from '../connection/demo-file.ts';
import { normalUrl } from '../connection/find-server.ts';
import { readSessions, sessionFile, withSession, writeSessions } from '../connection/session-file.ts';
import type { Terminal } from '../terminal.ts';
import { optionsOf, parseRequest, print, withCommonOptions } from './common.ts';

type Options = { email?: string; passwordStdin?: boolean; demo?: boolean; role: string };

/** `breakwater login`: signs in and keeps the session for the next commands. */
export function addLogin(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('login'))
    .description('sign in and keep the session in ~/.config/breakwater/session.json (0600)')
    .option('--email <email>', 'who signs in; asked for otherwise')
    .option('--password-stdin', 'read the password from standard input')
    .option('--demo', 'sign in as a user of the running demo')
    .option('--role <role>', `with --demo, as which: ${roles.join(', ')}`, 'responder')
    .action(async (_options: Options, command: Command) => {
      const options = optionsOf<Options>(command);
      const { url, signIn } = options.demo
        ? await demoSignIn(terminal, options)
        : await ownSignIn(terminal, options);
      const session = await createApiClient(url, undefined).call('POST', '/api/v1/session', Session, signIn);
      await save(terminal, url, session);
      const { user, environment, expiresAt } = session;
      const text = `signed in to ${url} (${environment}) as ${user.email}, ${user.role}`;
      print(terminal, command, { url, user, environment, expiresAt }, text);
    });
}

async function demoSignIn(terminal: Terminal, options: Options & { url?: string }) {
  const role = roles.find((name) => name === options.role);
  if (!role) throw usageError(`--role must be one of ${roles.join(', ')}, got "${options.role}".`);
  const demo = await findDemo(terminal);
  if (!demo) throw new CliError('no_demo', 'no demo is running here: start it with `npm run demo`.');
  const user = demo.users.find((candidate: { role: Role }) => candidate.role === role);
  if (!user) throw new CliError('no_demo_user', `the demo has no user with the role ${role}.`);
  const url = normalUrl(options.url ?? demo.controlPlane, '--url');
  return { url, signIn: { email: user.email, password: user.password } };
}

async function ownSignIn(terminal: Terminal, options: Options & { url?: string }) {
  const { server } = await locate(terminal, options.url);
  const email = options.email ?? (await askFor(terminal, 'E-mail: ', '--email'));
  const password = options.passwordStdin
    ? (await terminal.readStdin()).replace(/\r?\n$/, '')
    : await askFor(terminal, `Password of ${email} at ${server.url}: `, '--password-stdin', true);
  return { url: server.url, signIn: parseRequest(SignIn, { email, password }) };
}

async function askFor(terminal: Terminal, question: string, option: string, secret = false): Promise<string> {
  if (!terminal.interactive) throw usageError(`there is no terminal to ask on: add ${option}.`);
  return (await terminal.ask(question, { secret })).trim();
}

async function save(terminal: Terminal, url: string, session: Session): Promise<void> {
  const { token, expiresAt, user } = session;
  if (!token)
    throw new CliError(
      'unexpected_reply',
      `${url} signed in without giving a token; is it an older version?`,
    );
  const file = sessionFile(terminal);
  await writeSessions(file, withSession(await readSessions(file), url, { token, expiresAt, user }));
}
