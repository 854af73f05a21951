import { describe, inject, it } from 'vitest';
import { describeBus } from './conformance.ts';

const { kafkaBrokers } = inject('services');

if (kafkaBrokers) describeBus('Kafka', `kafka://${kafkaBrokers}`);
else describe.skip('the bus on Kafka', () => it('needs Java >= 17 and Maven'));
