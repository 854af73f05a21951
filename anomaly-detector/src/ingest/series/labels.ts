import type { WireReader } from '../wire/wire-reader.ts';
import type { Limits } from './limits.ts';
import type { Refusal } from './refusal.ts';

/** The labels of a series by name, without its own name. */
export type Labels = Readonly<Record<string, string>>;

/** A series by what it is called. */
export type Identity = { name: string; labels: Labels };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const nameField = 0x0a;
const valueField = 0x12;

/**
 * Reads labels as remote write 1.0 writes them (`repeated Label labels = 1`) from the reader's position up to `end`.
 * Returns why the series is not taken where a limit or a rule is broken. A label without a value is none.
 */
export function readLabels(reader: WireReader, end: number, limits: Limits): Identity | Refusal {
  const labels: Record<string, string> = Object.create(null) as Record<string, string>;
  let name = '';
  let many = 0;
  while (reader.at < end) {
    reader.uint32();
    const labelEnd = reader.span(end);
    many += 1;
    if (many > limits.labels) return 'label_limit';
    let label = '';
    let value = '';
    while (reader.at < labelEnd) {
      const tag = reader.uint32();
      if (tag !== nameField && tag !== valueField) {
        reader.skip(tag, labelEnd);
        continue;
      }
      const to = reader.span(labelEnd);
      const most = tag === nameField ? limits.labelNameBytes : limits.labelValueBytes;
      if (to - reader.at > most) return 'label_limit';
      const text = decode(reader.bytes.subarray(reader.at, to));
      if (text === null) return 'label_invalid';
      if (tag === nameField) label = text;
      else value = text;
      reader.at = to;
    }
    if (label === '__name__' && name === '') name = value;
    else if (label === '' || label === '__name__' || label in labels) return 'label_invalid';
    else if (value !== '') labels[label] = value;
  }
  return name === '' ? 'label_invalid' : { name, labels };
}

/** The text by which a series is known, such as `up{job="node"}`. */
export function identityKey(name: string, labels: Labels): string {
  const parts = Object.keys(labels)
    .sort()
    .map((label) => `${label}=${JSON.stringify(labels[label])}`);
  return `${name}{${parts.join(',')}}`;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
