import { expect, it } from 'vitest';
import { finding } from '../../test/findings.ts';
import { titleOf } from './title.ts';

it('says what is wrong where, and who feels it', () => {
  const findings = [
    finding({ service: 'recommendation', signal: 'errors' }),
    finding({ service: 'gateway', peer: 'recommendation' }),
    finding({ service: 'gateway' }),
  ];
  expect(titleOf('recommendation', findings, ['recommendation', 'gateway'])).toBe(
    'recommendation: latency and errors up, felt by gateway',
  );
});

it('says what is missing', () => {
  const findings = [
    finding({ service: 'order', signal: 'availability', direction: 'self' }),
    finding({ service: 'gateway', peer: 'order', signal: 'errors' }),
  ];
  expect(titleOf('order', findings, ['order', 'gateway'])).toBe(
    'order: errors up, availability down, felt by gateway',
  );
});
