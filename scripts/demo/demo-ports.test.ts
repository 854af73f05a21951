import { describe, expect, it } from 'vitest';
import { readPorts } from './demo-ports.ts';

describe('the ports of the demo', () => {
  it('are the usual ones where the environment says nothing', () => {
    expect(readPorts({})).toMatchObject({
      controlPlane: 4400,
      dashboard: 4410,
      'gateway-2': 4511,
      postgres: 15432,
    });
  });

  it('follow the environment', () => {
    expect(readPorts({ BREAKWATER_DASHBOARD_PORT: '5000' }).dashboard).toBe(5000);
  });

  it.each(['dashboard', '-1', '70000', '4.5'])('refuse %s and name the variable', (value) => {
    expect(() => readPorts({ BREAKWATER_DASHBOARD_PORT: value })).toThrow(
      /BREAKWATER_DASHBOARD_PORT.*4|BREAKWATER_DASHBOARD_PORT/,
    );
  });

  it('refuse one port for two processes and name both variables', () => {
    expect(() => readPorts({ BREAKWATER_DASHBOARD_PORT: '4400' })).toThrow(
      /BREAKWATER_CONTROL_PLANE_PORT.*BREAKWATER_DASHBOARD_PORT/,
    );
  });
});
