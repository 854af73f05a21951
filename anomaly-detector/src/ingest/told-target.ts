import type { DetectorStatus } from '../contract/index.ts';
import type { TargetStatus } from './scraper.ts';

/** How a target is doing, with its time in words. */
export const toldTarget = ({ lastScrapeAt, ...target }: TargetStatus): DetectorStatus['targets'][number] => ({
  ...target,
  lastScrapeAt: lastScrapeAt === null ? null : new Date(lastScrapeAt).toISOString(),
});
