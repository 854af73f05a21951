import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { frameOf, messageText, writeFrame } from './sse-frame.ts';

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** What a client of a version of HTTP reads, byte by byte, of what a handler writes. */
async function read(version: string, handle: (res: ServerResponse) => void): Promise<string> {
  const server = createServer((_req, res) => handle(res));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write(`GET / HTTP/${version}\r\nhost: here\r\nconnection: close\r\n\r\n`);
  let text = '';
  client.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await once(client, 'close');
  return text.slice(text.indexOf('\r\n\r\n') + 4);
}

const frame = frameOf(messageText('unleash-updated', 'grün', 7));
const handle = (res: ServerResponse) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.flushHeaders();
  writeFrame(res, frame);
  writeFrame(res, frameOf(':\n\n'));
  res.end();
};

it('is a whole chunk for HTTP 1.1, in bytes and not in characters', async () => {
  expect(await read('1.1', handle)).toBe(
    '2a\r\nevent: unleash-updated\nid: 7\ndata: grün\n\n\r\n3\r\n:\n\n\r\n0\r\n\r\n',
  );
});

it('is plain for a client that knows no chunks', async () => {
  expect(await read('1.0', handle)).toBe('event: unleash-updated\nid: 7\ndata: grün\n\n:\n\n');
});

it('does nothing once the answer has ended', async () => {
  const ended = await read('1.0', (res) => {
    handle(res);
    writeFrame(res, frame);
  });
  expect(ended.match(/unleash-updated/g)).toHaveLength(1);
});

it('a message that does not move the stream on has no id', () => {
  expect(messageText('breakwater-override', '{}')).toBe('event: breakwater-override\ndata: {}\n\n');
});
