import { inject } from 'vitest';
import { describeBus } from './conformance.ts';

describeBus('Redis Streams', inject('services').redisUrl);
