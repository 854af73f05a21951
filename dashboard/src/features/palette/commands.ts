import type {
  IncidentList,
  LevelId,
  LevelStatus,
  RolloutList,
  ServiceList,
  Switch,
  SwitchList,
} from '@breakwater/control-plane/contract';
import { places } from '../../shell/places.ts';
import { rank } from '../levels/level-view.ts';
import { type SwitchVerb, stateNote, stateVerbs, verbWord } from '../switches/state-view.ts';

/** What a command does: go to a page, or open the sheet of a switch or a level, which still asks. */
export type CommandEffect =
  | { kind: 'go'; href: string }
  | { kind: 'switch'; verb: SwitchVerb; key: string }
  | { kind: 'level'; id: LevelId };

/** One line of the palette. */
export interface Command {
  value: string;
  label: string;
  /** How things stand, beside the label. */
  note?: string;
  effect: CommandEffect;
}

/** Everything that can be reached by name, the most pressing first. */
export function paletteCommands(answers: {
  incidents?: IncidentList | undefined;
  switches?: SwitchList | undefined;
  levels?: LevelStatus | undefined;
  rollouts?: RolloutList | undefined;
  services?: ServiceList | undefined;
  mayRespond: boolean;
}): Command[] {
  const go = (label: string, href: string): Command => ({ value: href, label, effect: { kind: 'go', href } });
  const incidents = answers.incidents?.incidents.filter(({ status }) => status !== 'resolved') ?? [];
  const switches = answers.mayRespond ? (answers.switches?.switches ?? []) : [];
  return [
    ...incidents.map(({ report }) =>
      go(`Incident: ${report.title}`, `/incidents/${encodeURIComponent(report.id)}`),
    ),
    ...switches.map((one) => switchCommand(one, stateVerbs[one.state].main)),
    ...switches.flatMap((one) => stateVerbs[one.state].others.map((verb) => switchCommand(one, verb))),
    ...(answers.mayRespond && answers.levels ? levelCommands(answers.levels) : []),
    ...places.map(({ name, href }) => go(`Go: ${name}`, href)),
    ...(answers.rollouts?.rollouts ?? []).map(({ id, flag }) =>
      go(`Rollout: ${flag}`, `/rollouts/${encodeURIComponent(id)}`),
    ),
    ...(answers.services?.services ?? []).flatMap(({ name }) => [
      go(`Service: ${name}`, `/services?service=${encodeURIComponent(name)}`),
      go(`Metrics: ${name}`, `/metrics?service=${encodeURIComponent(name)}`),
    ]),
  ];
}

function switchCommand({ key, state, percent }: Switch, verb: SwitchVerb): Command {
  return {
    value: `${verb} ${key}`,
    label: `${verbWord(verb, state)} ${key}`,
    note: stateNote(state, percent),
    effect: { kind: 'switch', verb, key },
  };
}

function levelCommands({ current, levels }: LevelStatus): Command[] {
  return levels
    .filter(({ id }) => id !== current)
    .map(({ id, title }) => ({
      value: `level ${id}`,
      label: `${rank(id) > rank(current) ? 'Raise' : 'Lower'} to level ${id}: ${title}`,
      note: `now ${current}`,
      effect: { kind: 'level', id },
    }));
}

/** Whether a command fits what was typed: each word must be found in it. */
export function fits(command: Command, typed: string): boolean {
  const label = command.label.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.includes(word));
}
