import type { WireReader } from '../wire/wire-reader.ts';

const utf8 = new TextDecoder();
/** Values may hold values: as deep as this they are read. */
const mostDepth = 4;

/** Reads the fields up to `end`; what `read` does not take is passed over. */
export function each(
  reader: WireReader,
  end: number,
  read: (field: number, end: number, tag: number) => boolean,
): void {
  while (reader.at < end) {
    const tag = reader.uint32();
    if (!read(tag >>> 3, end, tag)) reader.skip(tag, end);
  }
  if (reader.at !== end) throw reader.malformed('a message that runs over its end');
}

/** A message whose first field is a list of attributes: a resource, or a value that is one. */
export function readAttributes(reader: WireReader, end: number, depth: number): [string, string][] {
  const attributes: [string, string][] = [];
  each(reader, end, (field, to) => {
    if (field !== 1) return false;
    attributes.push(readAttribute(reader, reader.span(to), depth));
    return true;
  });
  return attributes;
}

/** A `KeyValue`, its value as text. */
export function readAttribute(reader: WireReader, end: number, depth: number): [string, string] {
  const attribute: [string, string] = ['', ''];
  each(reader, end, (field, to) => {
    if (field === 1) attribute[0] = text(reader, to);
    else if (field === 2) {
      const value = readAny(reader, reader.span(to), depth);
      attribute[1] = typeof value === 'string' ? value : JSON.stringify(value ?? '');
    } else return false;
    return true;
  });
  return attribute;
}

/** An `AnyValue` as what JSON would hold. */
function readAny(reader: WireReader, end: number, depth: number): unknown {
  if (depth > mostDepth) throw reader.malformed(`a value of more than ${mostDepth} levels`);
  let value: unknown = '';
  each(reader, end, (field, to) => {
    if (field === 1) value = text(reader, to);
    else if (field === 2) value = reader.uint32() !== 0;
    else if (field === 3) value = reader.int64();
    else if (field === 4) value = reader.double();
    else if (field === 5) value = readList(reader, reader.span(to), depth + 1);
    else if (field === 6) value = readAttributes(reader, reader.span(to), depth + 1);
    else if (field === 7) value = Buffer.from(bytes(reader, to)).toString('base64');
    else return false;
    return true;
  });
  return value;
}

function readList(reader: WireReader, end: number, depth: number): unknown[] {
  const list: unknown[] = [];
  each(reader, end, (field, to) => {
    if (field !== 1) return false;
    list.push(readAny(reader, reader.span(to), depth));
    return true;
  });
  return list;
}

function bytes(reader: WireReader, end: number): Uint8Array {
  const to = reader.span(end);
  const part = reader.bytes.subarray(reader.at, to);
  reader.at = to;
  return part;
}

/** A string. */
export const text = (reader: WireReader, end: number): string => utf8.decode(bytes(reader, end));
