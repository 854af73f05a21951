import { DefaultSerializer, Deserializer } from 'node:v8';

/** The typed arrays that may lie apart from the value that holds them: they are stored as they are in memory, and not copied first. */
const kinds = [Float32Array, Float64Array, Uint8Array] as const;
type View = InstanceType<(typeof kinds)[number]>;

/**
 * A value as bytes without its typed arrays, and the bytes of those, in their order: the very ones, not a copy. Throws for typed arrays of
 * other kinds.
 */
export function writeApart(value: unknown): { body: Buffer; views: Uint8Array[] } {
  const writer = new Writer();
  writer.writeHeader();
  writer.writeValue(value);
  return { body: writer.releaseBuffer(), views: writer.views };
}

/** The value that was stored as `body` and, one behind the other, the typed arrays in `views`. Throws where they are cut short. */
export function readApart(body: Buffer, views: Buffer): unknown {
  const reader = new Reader(body, views);
  reader.readHeader();
  return reader.readValue();
}

/** The default one asks what to make of typed arrays. */
class Writer extends DefaultSerializer {
  readonly views: Uint8Array[] = [];

  _writeHostObject(view: View): void {
    const kind = kinds.findIndex((one) => view instanceof one);
    if (kind < 0)
      throw new TypeError(
        `expected one of ${kinds.map(({ name }) => name).join(', ')} to store, got ${view.constructor.name}`,
      );
    this.writeUint32(kind);
    this.writeUint32(view.length);
    this.views.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }
}

class Reader extends Deserializer {
  #views: Buffer;
  #next = 0;

  constructor(body: Buffer, views: Buffer) {
    super(body);
    this.#views = views;
  }

  _readHostObject(): View {
    const Kind = kinds[this.readUint32()];
    if (Kind === undefined) throw new RangeError('expected a typed array of a known kind, got another');
    const view = new Kind(this.readUint32());
    const stored = this.#views.subarray(this.#next, this.#next + view.byteLength);
    if (stored.length < view.byteLength)
      throw new RangeError('expected a whole typed array, got a part of one');
    new Uint8Array(view.buffer).set(stored);
    this.#next += view.byteLength;
    return view;
  }
}
