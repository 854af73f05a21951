import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A consumer in a process of its own that takes one event and never finishes it, to be killed. */
export interface ConsumerProcess {
  untilHoldsAnEvent(): Promise<void>;
  killHard(): Promise<void>;
}

/** Starts the consumer. */
export async function startConsumerProcess(
  url: string,
  topic: string,
  group: string,
): Promise<ConsumerProcess> {
  const script = fileURLToPath(new URL('./stuck-consumer.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, url, topic, group], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const holds = once(child, 'message');
  return {
    untilHoldsAnEvent: async () => {
      await holds;
    },
    killHard: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
