import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess, untilReady } from '../../process/managed-process.ts';
import { assertPortFree } from '../../process/ports.ts';
import { runProgram } from '../../process/run-program.ts';
import type { LocalService, ServiceRoom } from '../local-service.ts';
import { findJava } from './java.ts';
import { bringKafkaJars, kafkaVersion } from './kafka-jars.ts';
import { kafkaAnswers } from './kafka-ping.ts';
import { kafkaLogging, kafkaSettings } from './kafka-settings.ts';

/** Ports of the broker and of its controller. */
export interface KafkaPorts {
  broker: number;
  controller: number;
}

/** A Kafka of our own, or the reason why there can be none. */
export type KafkaAttempt = { service: LocalService } | { missing: string };

/** Starts a single broker where Java and the jars are at hand. */
export async function startKafka(room: ServiceRoom, ports: KafkaPorts): Promise<KafkaAttempt> {
  const java = await findJava();
  if (!java) return { missing: 'no Java >= 17 was found' };
  let jars: string | undefined;
  try {
    jars = await bringKafkaJars(room);
  } catch (error) {
    return {
      missing: `Maven could not bring the jars (${error instanceof Error ? error.message.split('\n')[0] : error})`,
    };
  }
  if (!jars) return { missing: 'no Maven was found to bring the jars' };
  await assertPortFree(ports.broker, 'BREAKWATER_KAFKA_PORT', 'Kafka');
  await assertPortFree(ports.controller, 'BREAKWATER_KAFKA_CONTROLLER_PORT', "Kafka's controller");
  const files = await prepareBroker(room, java, jars, ports);
  const running = await startProcess(
    {
      name: 'kafka',
      command: java,
      args: [
        ...javaFlags(jars, files.logging),
        '-Xmx256m',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        'kafka.Kafka',
        files.settings,
      ],
      logFile: join(room.dataDir, 'logs', 'kafka.log'),
      stopTimeoutMs: 10_000,
    },
    room.watchdog,
  );
  const url = `kafka://127.0.0.1:${ports.broker}`;
  await untilReady(running, () => kafkaAnswers('127.0.0.1', ports.broker), 60_000, room.signal);
  return {
    service: { url, origin: `Kafka ${kafkaVersion} (KRaft, Java of this machine)`, process: running },
  };
}

async function prepareBroker(
  room: ServiceRoom,
  java: string,
  jars: string,
  ports: KafkaPorts,
): Promise<{ settings: string; logging: string }> {
  const folder = join(room.dataDir, 'kafka');
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { recursive: true });
  const settings = join(folder, 'server.properties');
  const logging = join(folder, 'log4j2.properties');
  writeFileSync(
    settings,
    kafkaSettings({
      dataDir,
      port: ports.broker,
      controllerPort: ports.controller,
      throwaway: room.throwaway ?? false,
    }),
  );
  writeFileSync(logging, kafkaLogging);
  if (!existsSync(join(dataDir, 'meta.properties'))) {
    const clusterId = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
    const format = ['format', `--cluster-id=${clusterId}`, '-c', settings];
    const flags = [...javaFlags(jars, logging), '-Xmx128m'];
    await runProgram(java, [...flags, 'kafka.tools.StorageTool', ...format], { signal: room.signal });
  }
  return { settings, logging };
}

function javaFlags(jars: string, logging: string): string[] {
  return ['-cp', join(jars, '*'), `-Dlog4j2.configurationFile=${logging}`];
}
