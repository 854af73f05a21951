import { parseId, readExposition } from './exposition.ts';
import type { Sample } from './sample.ts';

/** Parses the Prometheus text format 0.0.4 into samples. Throws {@link IngestError} naming the line. */
export function parsePrometheusText(text: string): Sample[] {
  const samples: Sample[] = [];
  readExposition(text, 'text', (id, value, _at, line) => samples.push({ id, ...parseId(id, line), value }));
  return samples;
}
