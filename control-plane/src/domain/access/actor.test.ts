import { expect, it } from 'vitest';
import { roles } from '../../contract/access.ts';
import { OpsError } from '../ops-error.ts';
import { requireRole } from './actor.ts';

it('each role may do what the ones before it may, and nothing more', () => {
  for (const [has, role] of roles.entries()) {
    for (const [needs, least] of roles.entries()) {
      const ask = () => requireRole({ name: 'somebody', role, via: 'bearer' }, least);
      if (has >= needs) expect(ask).not.toThrow();
      else expect(ask).toThrow(OpsError);
    }
  }
});
