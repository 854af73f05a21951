import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { WireFlag } from '../src/evaluation/wire.ts';
import type { Heartbeat } from '../src/telemetry/heartbeat.ts';

type Part = 'stream' | 'poll' | 'heartbeat' | 'register' | 'metrics';

/** How the server treats a request: `hang` never answers, a number is a status to refuse with. */
type Treatment = 'serve' | 'hang' | number;

/** A request as it came. */
export interface Seen {
  readonly part: Part;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

const token = 'default:production.secret';
const tokens = new Set([token, 'default:development.secret']);

/** A flag as Unleash sends it. */
export const flag = (name: string, enabled: boolean, more: Partial<WireFlag> = {}): WireFlag => ({
  name,
  enabled,
  type: 'kill-switch',
  project: 'default',
  strategies: [{ name: 'default', parameters: {}, constraints: [] }],
  variants: [],
  ...more,
});

const partOf = (url: string): Part | undefined => {
  const parts: Record<string, Part> = {
    '/unleash/api/client/streaming': 'stream',
    '/unleash/api/client/features': 'poll',
    '/unleash/api/client/register': 'register',
    '/unleash/api/client/metrics': 'metrics',
    '/api/v1/instances/heartbeat': 'heartbeat',
  };
  return parts[url];
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
};

/** A small server that speaks the client protocol of Unleash and takes heartbeats; it can be stopped and started again. */
export class UnleashServer {
  revision = 0;
  readonly flags = new Map<string, WireFlag>();
  readonly seen: Seen[] = [];
  /** Whether stream events carry an `id:` line. */
  sendsIds = false;
  streamHeaders: Record<string, string> = { 'content-type': 'text/event-stream' };
  pollHeaders: Record<string, string> = {};
  readonly #treatment = new Map<Part, Treatment>();
  readonly #streams = new Set<ServerResponse>();
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  static async start(...flags: WireFlag[]): Promise<UnleashServer> {
    const server = new UnleashServer();
    for (const one of flags) server.flags.set(one.name, one);
    server.revision = 10;
    await server.listen();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get options() {
    return { unleashApi: `${this.url}/unleash/api`, controlPlaneUrl: this.url, token };
  }

  get streams(): number {
    return this.#streams.size;
  }

  heartbeats(): Heartbeat[] {
    return this.requests('heartbeat').map(({ body }) => body as Heartbeat);
  }

  requests(part: Part): Seen[] {
    return this.seen.filter((seen) => seen.part === part);
  }

  treat(part: Part, treatment: Treatment): void {
    this.#treatment.set(part, treatment);
  }

  async listen(): Promise<void> {
    const server = createServer((request, response) => void this.#serve(request, response));
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Stops as a crash does: every connection breaks. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    server.close();
    this.dropConnections();
    await once(server, 'close');
    this.#streams.clear();
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Changes a flag at the next revision and tells the streams. */
  set(changed: WireFlag): void {
    this.flags.set(changed.name, changed);
    this.revision += 1;
    this.push({ type: 'feature-updated', eventId: this.revision, feature: changed });
  }

  remove(name: string): void {
    this.flags.delete(name);
    this.revision += 1;
    this.push({ type: 'feature-removed', eventId: this.revision, featureName: name, project: 'default' });
  }

  push(...events: object[]): void {
    this.write('unleash-updated', JSON.stringify({ events }));
  }

  /** Writes one event to every stream. */
  write(event: string, data: string): void {
    for (const stream of this.#streams) this.#writeTo(stream, event, data);
  }

  #writeTo(stream: ServerResponse, event: string, data: string): void {
    const id = this.sendsIds ? `id: ${this.revision}\n` : '';
    stream.write(`${id}event: ${event}\ndata: ${data}\n\n`);
  }

  #hydration() {
    return { type: 'hydration', eventId: this.revision, features: [...this.flags.values()], segments: [] };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const part = partOf(request.url ?? '');
    if (part === undefined) {
      response.writeHead(404).end();
      return;
    }
    this.seen.push({ part, headers: request.headers, body: await bodyOf(request) });
    const treatment = this.#treatment.get(part) ?? 'serve';
    if (treatment === 'hang') return;
    if (typeof treatment === 'number') {
      response.writeHead(treatment).end();
      return;
    }
    if (!tokens.has(request.headers.authorization ?? '')) response.writeHead(401).end();
    else if (part === 'stream') this.#stream(response);
    else if (part === 'poll') this.#poll(request, response);
    else response.writeHead(part === 'heartbeat' ? 204 : 202).end();
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, this.streamHeaders);
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    this.#writeTo(response, 'unleash-connected', JSON.stringify({ events: [this.#hydration()] }));
  }

  #poll(request: IncomingMessage, response: ServerResponse): void {
    const etag = `"76d8bb0e:${this.revision}:v1"`;
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, this.pollHeaders).end();
      return;
    }
    const body = { version: 2, features: [...this.flags.values()], segments: [] };
    response.writeHead(200, { 'content-type': 'application/json', etag, ...this.pollHeaders });
    response.end(JSON.stringify(body));
  }
}
