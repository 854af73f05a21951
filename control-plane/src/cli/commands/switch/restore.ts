import type { Command } from 'commander';
import { RestoreRequest, type Switch } from '../../../contract/index.ts';
import { CliError } from '../../cli-error.ts';
import type { ApiClient } from '../../connection/api-client.ts';
import { followPropagation } from '../../follow-propagation.ts';
import { followLastStep, followRestore } from '../../follow-restore.ts';
import { isConfirmed, propagationText, silentText } from '../../format/switch/propagation-text.ts';
import { stepText } from '../../format/switch/step-text.ts';
import type { Terminal } from '../../terminal.ts';
import { confirmedKey, connectFor, optionsOf, parseRequest, print } from '../common.ts';
import { lengthS } from '../length.ts';
import { type FlipOptions, type Flipped, flip, flipCommand, pathOf, timeoutOf } from './flip.ts';

type RestoreOptions = FlipOptions & {
  confirm?: string;
  immediate?: boolean;
  stepSeconds?: string;
  wait: string | false;
};

/** `breakwater restore KEY`: with the key typed out first; climbs in steps and shows them. */
export function addRestore(program: Command, terminal: Terminal): void {
  flipCommand(program, 'restore', 'serve the feature again, step by step; asks for the key to be typed')
    .option('--confirm <key>', 'the key typed out, where there is no terminal to ask on')
    .option('--immediate', 'everybody at once, not in steps')
    .option('--step-seconds <seconds>', "how long each step is watched; default: the server's")
    .option('--wait <length>', 'how long to follow the steps', '30m')
    .option('--no-wait', 'do not follow the steps: they go on by themselves')
    .action(async (key: string, _options: RestoreOptions, command: Command) => {
      const options = optionsOf<RestoreOptions>(command);
      const request = requestOf(key, options);
      const timeoutMs = timeoutOf(options);
      const waitMs = options.wait === false ? 0 : lengthS(options.wait, '--wait') * 1000;
      await confirmedKey(terminal, key, options.confirm);
      const { api } = await connectFor(terminal, command);
      const begun = await flip(api, terminal, { key, verb: 'restore', request, timeoutMs });
      if (begun.accepted.state === 'RESTORING' && waitMs > 0) {
        await followSteps(api, terminal, command, begun, { timeoutMs, waitMs });
        return;
      }
      print(terminal, command, { ...begun.accepted, propagation: begun.propagation }, begun.text);
      if (!isConfirmed(begun.propagation)) throw new CliError('not_confirmed', silentText(begun.propagation));
    });
}

function requestOf(key: string, options: RestoreOptions): RestoreRequest {
  const { reason, incident, immediate = false, stepSeconds } = options;
  const fields = {
    reason,
    confirmKey: key,
    immediate,
    ...(incident && { incidentId: incident }),
    ...(stepSeconds && { stepS: Number(stepSeconds) }),
  };
  return parseRequest(RestoreRequest, fields, { stepS: 'step-seconds', incidentId: 'incident' });
}

async function followSteps(
  api: ApiClient,
  terminal: Terminal,
  command: Command,
  { accepted, propagation, text }: Flipped,
  { timeoutMs, waitMs }: { timeoutMs: number; waitMs: number },
): Promise<void> {
  const isJson = optionsOf(command).json === true;
  if (!isJson) terminal.out(text);
  // The steps go on without a silent instance: it is named at the end, if it is silent still.
  if (!isConfirmed(propagation)) terminal.err(silentText(propagation));
  const onStep = (now: Switch) => {
    if (!isJson) terminal.out(`  ${stepText(now, terminal.now())}`);
  };
  const last = await followRestore(api, terminal, pathOf(accepted.key), { waitMs, onStep });
  if (last.state !== 'LIVE') throw unfinished(last);
  const settled = await followLastStep(api, terminal, pathOf(accepted.key), {
    changeId: accepted.changeId,
    timeoutMs,
  });
  const change = settled.propagation ?? propagation;
  const final = await followPropagation(
    api,
    terminal,
    { ...accepted, changeId: change.changeId, propagation: change },
    timeoutMs,
  );
  const proof = propagationText('LIVE', final.propagation, final.waitedMs);
  print(terminal, command, { ...accepted, ...final, state: 'LIVE', changeId: change.changeId }, proof);
  if (!isConfirmed(final.propagation)) throw new CliError('not_confirmed', silentText(final.propagation));
}

function unfinished({ key, state, percent, restore, changedBy, reason }: Switch): CliError {
  if (state === 'RESTORING') {
    const why = restore?.heldReason ? ` because ${restore.heldReason}` : '';
    return new CliError(
      'still_restoring',
      `${key} is still at ${percent} %${why}. It goes on by itself: look with \`breakwater switches\`, or finish it with --immediate.`,
    );
  }
  const by = changedBy === null ? '' : ` by ${changedBy}${reason === null ? '' : `: ${reason}`}`;
  return new CliError('not_restored', `${key} is ${state} again${by}. The restore is over.`);
}
