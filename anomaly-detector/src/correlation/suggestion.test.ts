import { describe, expect, it } from 'vitest';
import { shop } from '../../test/findings.ts';
import type { SwitchHint } from '../contract/index.ts';
import { suggestSwitch } from './suggestion.ts';

const hint = (
  key: string,
  service: string,
  dependency: string,
  state: SwitchHint['state'] = 'LIVE',
): SwitchHint => ({
  key,
  service,
  dependency,
  state,
});
const switches = [
  hint('recommendations', 'gateway', 'recommendation'),
  hint('payments.capture', 'order', 'payment'),
  hint('checkout', 'gateway', 'order'),
  hint('catalog.refresh', 'catalog', ''),
];
const ask = (
  origin: string,
  services: string[],
  edges: string[] = [],
  from: readonly SwitchHint[] = switches,
) =>
  suggestSwitch(
    from,
    {
      origin,
      services: new Set(services),
      edges: edges.map((edge) => {
        const [caller, callee] = edge.split('>') as [string, string];
        return { caller, callee };
      }),
    },
    shop(),
  );

describe('suggestSwitch', () => {
  it('suggests the switch that cuts the calls to the origin', () => {
    const suggestion = ask('recommendation', ['gateway', 'recommendation'], ['gateway>recommendation']);
    expect(suggestion?.switchKey).toBe('recommendations');
    expect(suggestion?.reasons).toEqual([
      'it cuts the calls from gateway to recommendation, where the symptoms began',
      'gateway -> recommendation deviates',
    ]);
  });

  it('prefers the cut next to the origin to one further up', () => {
    expect(ask('payment', ['gateway', 'order', 'payment'])?.switchKey).toBe('payments.capture');
  });

  it('takes one further up where there is none next to it', () => {
    expect(ask('inventory', ['gateway', 'order', 'inventory'])?.switchKey).toBe('checkout');
  });

  it('takes a switch for work inside the origin', () => {
    expect(ask('catalog', ['catalog'])?.switchKey).toBe('catalog.refresh');
  });

  it('suggests to cut an outside dependency that fails', () => {
    const external = [hint('card-check', 'payment', 'payment-gateway')];
    expect(ask('payment', ['payment'], ['payment>payment-gateway'], external)?.switchKey).toBe('card-check');
    expect(ask('payment', ['payment'], [], external)).toBeNull();
  });

  it('never suggests a switch that is killed already', () => {
    expect(
      ask(
        'recommendation',
        ['gateway'],
        [],
        [hint('recommendations', 'gateway', 'recommendation', 'KILLED')],
      ),
    ).toBeNull();
  });

  it('suggests nothing where no switch helps', () => {
    expect(ask('gateway', ['gateway'])).toBeNull();
  });
});
