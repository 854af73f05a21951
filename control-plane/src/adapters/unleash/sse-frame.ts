import type { ServerResponse } from 'node:http';

/** A message of a stream as bytes: made once, and written to every connection that it is for. */
export interface Frame {
  /** As it is. */
  plain: Buffer;
  /** As one chunk of a chunked answer. */
  chunked: Buffer;
}

export function frameOf(text: string): Frame {
  const plain = Buffer.from(text);
  const head = Buffer.from(`${plain.length.toString(16)}\r\n`, 'latin1');
  return { plain, chunked: Buffer.concat([head, plain, Buffer.from('\r\n')]) };
}

/** `id` is left out where a message does not move the stream on. */
export function messageText(event: string, data: string, id?: number): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`;
}

/**
 * Writes a frame whole, straight to the connection: through the answer's own `write` each of thousands of connections
 * would encode the same text again and send it in four pieces. The head must have been sent.
 */
export function writeFrame(res: ServerResponse, frame: Frame): void {
  if (res.destroyed || res.writableEnded) return;
  // Without a connection of its own yet, it waits behind another answer.
  if (res.socket === null) res.write(frame.plain);
  else res.socket.write(res.chunkedEncoding ? frame.chunked : frame.plain);
}
