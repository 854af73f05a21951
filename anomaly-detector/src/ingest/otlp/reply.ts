/** The two encodings of OTLP over HTTP. */
export type OtlpEncoding = 'protobuf' | 'json';

/** Codes of `google.rpc.Status`. */
export const rpcCode = { invalidArgument: 3, resourceExhausted: 8, unimplemented: 12, internal: 13 } as const;

/** An `ExportMetricsServiceResponse`; with nothing refused it is empty. */
export function exportResponse(encoding: OtlpEncoding, refused: number, why: string): Uint8Array {
  if (encoding === 'json') {
    const body =
      refused === 0 ? {} : { partialSuccess: { rejectedDataPoints: String(refused), errorMessage: why } };
    return Buffer.from(JSON.stringify(body));
  }
  if (refused === 0) return new Uint8Array(0);
  return field(1, Buffer.concat([Buffer.from([0x08]), varint(refused), field(2, Buffer.from(why))]));
}

/** A `google.rpc.Status`. */
export function rpcStatus(encoding: OtlpEncoding, code: number, message: string): Uint8Array {
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.concat([Buffer.from([0x08]), varint(code), field(2, Buffer.from(message))]);
}

const field = (number: number, bytes: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes]);

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}
