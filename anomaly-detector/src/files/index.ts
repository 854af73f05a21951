export { part } from '../baseline/parts.ts';
export { detectCorpus, detectFile, writeWhole } from './detect.ts';
export { detectCorpusParallel } from './detect-pool.ts';
export { type PlainRow, scoreRows } from './detect-rows.ts';
export { FileError } from './file-error.ts';
export type { IncidentsJson } from './incidents-json.ts';
export { parseMetricFile } from './metric-file.ts';
export { type KnownIncident, type ReplayOptions, replayCase } from './replay.ts';
