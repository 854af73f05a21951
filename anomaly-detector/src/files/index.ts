export { detectCorpus, detectFile, writeWhole } from './detect.ts';
export { detectCorpusParallel } from './detect-pool.ts';
export { FileError } from './file-error.ts';
export type { IncidentsJson } from './incidents-json.ts';
export { type KnownIncident, type ReplayOptions, replayCase } from './replay.ts';
