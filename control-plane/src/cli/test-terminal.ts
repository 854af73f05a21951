import type { Terminal } from './terminal.ts';

/** A terminal for tests: keeps what is printed, answers from a list, runs a clock of its own. */
export type TestTerminal = Terminal & {
  readonly printed: string[];
  readonly complained: string[];
  readonly ran: { command: string; args: readonly string[] }[];
};

type Given = {
  env?: Record<string, string>;
  folder?: string;
  answers?: string[];
  stdin?: string;
  childExitCode?: number;
  realTime?: boolean;
};

/** A terminal without a person unless there are `answers`; its clock stands still unless it sleeps. */
export function testTerminal({
  env = {},
  folder = '/nowhere',
  answers,
  stdin = '',
  childExitCode = 0,
  realTime = false,
}: Given = {}): TestTerminal {
  const left = [...(answers ?? [])];
  let clock = Date.parse('2026-11-21T02:51:07.000Z');
  const printed: string[] = [];
  const complained: string[] = [];
  const ran: TestTerminal['ran'] = [];
  return {
    env,
    workingDirectory: folder,
    homeDirectory: folder,
    interactive: answers !== undefined,
    printed,
    complained,
    ran,
    out: (text) => void printed.push(text),
    err: (text) => void complained.push(text),
    ask: async () => left.shift() ?? '',
    readStdin: async () => stdin,
    run: async (command, args) => {
      ran.push({ command, args });
      return childExitCode;
    },
    now: () => (realTime ? Date.now() : clock),
    sleep: async (ms) => {
      clock += ms;
      if (realTime) await new Promise((resolve) => setTimeout(resolve, ms));
    },
  };
}
