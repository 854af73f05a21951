import { connect } from 'node:net';

/** An ApiVersions request, version 0, with correlation id 1 and no client id: any broker that serves answers it. */
const apiVersions = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

/** Whether a Kafka broker answers requests at the address within two seconds. */
export function kafkaAnswers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    let received = Buffer.alloc(0);
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write(apiVersions));
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      if (received.length >= 8) finish(received.readInt32BE(4) === 1);
    });
    socket.once('timeout', () => finish(false));
    socket.once('close', () => finish(false));
    socket.once('error', () => finish(false));
  });
}
