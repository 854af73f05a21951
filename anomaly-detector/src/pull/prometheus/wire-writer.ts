/** Writes the little protobuf that asking needs. Source: protobuf.dev/programming-guides/encoding. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** A field with a number from 0 to 2^53. */
export const numberField = (field: number, value: number): Buffer =>
  Buffer.concat([varint(field << 3), varint(value)]);

/** A field with a message that is made of these fields, or with bytes. */
export function bytesField(field: number, parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([varint((field << 3) | 2), varint(length), ...parts]);
}

/** A field with text. */
export const textField = (field: number, text: string): Buffer => bytesField(field, [Buffer.from(text)]);

/** Longest literal whose length takes two bytes. */
const mostLiteral = 0x10000;

/** A snappy block that says everything as it is: what is asked is too short to be worth packing. Source: google/snappy, format_description.txt. */
export function snappyLiterals(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [varint(bytes.length)];
  for (let from = 0; from < bytes.length; from += mostLiteral) {
    const literal = bytes.subarray(from, from + mostLiteral);
    const length = literal.length - 1;
    parts.push(Buffer.from([61 << 2, length & 0xff, length >>> 8]), literal);
  }
  return Buffer.concat(parts);
}
