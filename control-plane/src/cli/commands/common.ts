import type { Command } from 'commander';
import type { z } from 'zod';
import { usageError } from '../cli-error.ts';
import { type Connection, connect } from '../connection/connect.ts';
import type { Terminal } from '../terminal.ts';

export type CommonOptions = { url?: string; json?: boolean };

/** Adds the options that every command of the control plane has. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--url <url>', 'the control plane; default: BREAKWATER_URL, the last login, a running demo')
    .option('--json', 'print the reply as JSON');
}

/** The command's own and the program's options, as one object. */
export function optionsOf<T extends object>(command: Command): T & CommonOptions {
  return command.optsWithGlobals<T & CommonOptions>();
}

/** Connects to the control plane that the command's options name. */
export function connectFor(terminal: Terminal, command: Command): Promise<Connection> {
  return connect(terminal, optionsOf(command).url);
}

/** Prints `value` as JSON with --json, else the text. */
export function print(terminal: Terminal, command: Command, value: unknown, text: string): void {
  terminal.out(optionsOf(command).json ? JSON.stringify(value, null, 2) : text);
}

/**
 * Checks what was typed with the contract before it is sent. Throws a usage error naming the option; `options` names those
 * that are not called like their field.
 */
export function parseRequest<T>(
  schema: z.ZodType<T>,
  value: unknown,
  options: Readonly<Record<string, string>> = {},
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = String(issue?.path[0] ?? 'option');
  throw usageError(`--${options[field] ?? field}: ${issue?.message}.`);
}

/** The key that proves that restoring or raising is meant: the option, or typed by the person. Throws a usage error if neither. */
export async function confirmedKey(
  terminal: Terminal,
  key: string,
  option: string | undefined,
): Promise<string> {
  if (option === undefined && !terminal.interactive) {
    throw usageError(`this needs the key typed out: add --confirm ${key}.`);
  }
  const typed = option ?? (await terminal.ask(`Type ${key} to go on: `));
  if (typed.trim() === key) return key;
  throw usageError(`expected the key "${key}", got "${typed.trim()}"; nothing was changed.`);
}
