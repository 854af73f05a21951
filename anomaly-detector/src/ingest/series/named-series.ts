import { WireReader } from '../wire/wire-reader.ts';
import type { Limits } from './limits.ts';

const lenient = new TextDecoder();
const nameField = 0x0a;
const valueField = 0x12;
/** Labels that are named, and characters of a name or value: enough to find a series by. */
const mostLabels = 4;
const mostCharacters = 60;

/**
 * What a sender may look for, by the labels bytes[from, to) of a series that is not taken: its name and first labels, how many
 * there are, and which of them is too long. Example: `jobs{pod="a-7", path="/x…"}, 2 labels, 5000 bytes in the value of path`.
 */
export function namedSeries(bytes: Uint8Array, from: number, to: number, limits: Limits): string {
  const reader = new WireReader();
  reader.load(bytes);
  reader.at = from;
  const shown: string[] = [];
  let name = '';
  let many = 0;
  let tooLong = '';
  while (reader.at < to) {
    reader.uint32();
    const end = reader.span(to);
    let [label, value] = ['', ''];
    let [nameBytes, valueBytes] = [0, 0];
    while (reader.at < end) {
      const tag = reader.uint32();
      if (tag !== nameField && tag !== valueField) {
        reader.skip(tag, end);
        continue;
      }
      const textEnd = reader.span(end);
      const text = shortened(reader.bytes.subarray(reader.at, textEnd));
      if (tag === nameField) [label, nameBytes] = [text, textEnd - reader.at];
      else [value, valueBytes] = [text, textEnd - reader.at];
      reader.at = textEnd;
    }
    many += 1;
    if (label === '__name__') name = value;
    else if (shown.length < mostLabels) shown.push(`${label}="${value}"`);
    if (nameBytes > limits.labelNameBytes) tooLong = `, ${nameBytes} bytes in the name of ${label}`;
    if (valueBytes > limits.labelValueBytes) tooLong = `, ${valueBytes} bytes in the value of ${label}`;
  }
  const named = name === '' ? 0 : 1;
  const dots = many - named > shown.length ? ', …' : '';
  return `${name}{${shown.join(', ')}${dots}}, ${many} label${many === 1 ? '' : 's'}${tooLong}`;
}

/** What is read is cut short before it is decoded: it may be of any length. */
function shortened(bytes: Uint8Array): string {
  const text = lenient.decode(bytes.subarray(0, mostCharacters + 1));
  return bytes.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
