import type { IncidentList, RolloutList, ServiceList, SwitchList } from '@breakwater/control-plane/contract';
import { places } from '../../shell/places.ts';

/** What a command does: go to a page, or open the sheet of a switch, which still asks. */
export type CommandEffect =
  | { kind: 'go'; href: string }
  | { kind: 'kill'; key: string }
  | { kind: 'restore'; key: string };

/** One line of the palette. */
export interface Command {
  value: string;
  label: string;
  effect: CommandEffect;
}

/** Everything that can be reached by name, the most pressing first. */
export function paletteCommands(answers: {
  incidents?: IncidentList | undefined;
  switches?: SwitchList | undefined;
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
    ...switches.map(({ key, state }): Command => {
      const kind = state === 'LIVE' ? 'kill' : 'restore';
      return {
        value: `${kind} ${key}`,
        label: `${kind === 'kill' ? 'Kill' : 'Restore'} ${key}`,
        effect: { kind, key },
      };
    }),
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

/** Whether a command fits what was typed: each word must be found in it. */
export function fits(command: Command, typed: string): boolean {
  const label = command.label.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.includes(word));
}
