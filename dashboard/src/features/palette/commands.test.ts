import type { IncidentList, ServiceList, SwitchList } from '@breakwater/control-plane/contract';
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
