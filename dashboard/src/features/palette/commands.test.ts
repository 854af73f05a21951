import type { IncidentList, LevelStatus, ServiceList, SwitchList } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { fits, paletteCommands } from './commands.ts';

const switches = {
  switches: [
    { key: 'recommendations', state: 'LIVE' },
    { key: 'payments.capture', state: 'KILLED' },
  ],
} as SwitchList;

test('a live switch is offered to be killed, a killed one to be restored', () => {
  const labels = paletteCommands({ switches, mayRespond: true }).map(({ label }) => label);
  expect(labels.slice(0, 2)).toEqual(['Kill recommendations', 'Restore payments.capture']);
});

test('a switch between live and killed can be killed or hurried, and says how far it is', () => {
  const restoring = { switches: [{ key: 'a', state: 'RESTORING', percent: 25 }] } as SwitchList;
  const lines = paletteCommands({ switches: restoring, mayRespond: true }).slice(0, 2);
  expect(lines.map(({ label, note }) => `${label} (${note})`)).toEqual([
    'Kill a (RESTORING 25 %)',
    'Restore at once a (RESTORING 25 %)',
  ]);
});

test('the level can be raised and lowered by name', () => {
  const levels = {
    current: 'L1',
    levels: ['L0', 'L1', 'L2'].map((id) => ({ id, title: `Title of ${id}` })),
  } as LevelStatus;
  const commands = paletteCommands({ levels, mayRespond: true });
  expect(commands.filter(({ effect }) => effect.kind === 'level').map(({ label }) => label)).toEqual([
    'Lower to level L0: Title of L0',
    'Raise to level L2: Title of L2',
  ]);
});

test('who may not respond is offered pages only', () => {
  const commands = paletteCommands({ switches, mayRespond: false });
  expect(new Set(commands.map(({ effect }) => effect.kind))).toEqual(new Set(['go']));
});

test('incidents that are not resolved come first, and each line is there once', () => {
  const incidents = {
    incidents: [
      { status: 'resolved', report: { id: 'old', title: 'old' } },
      { status: 'open', report: { id: 'a b', title: 'recommendation: errors up' } },
    ],
  } as IncidentList;
  const services = { services: [{ name: 'gateway' }] } as ServiceList;
  const commands = paletteCommands({ incidents, switches, services, mayRespond: true });
  expect(commands[0]).toMatchObject({
    label: 'Incident: recommendation: errors up',
    value: '/incidents/a%20b',
  });
  expect(new Set(commands.map(({ value }) => value)).size).toBe(commands.length);
});

test.each([
  ['kill reco', true],
  ['RECO  kill', true],
  ['', true],
  ['restore reco', false],
])('"Kill recommendations" fits "%s": %s', (typed, isFit) => {
  const [kill] = paletteCommands({ switches, mayRespond: true });
  expect(fits(kill!, typed)).toBe(isFit);
});
