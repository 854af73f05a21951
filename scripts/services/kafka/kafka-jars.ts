import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../../process/file-lock.ts';
import { findProgram } from '../../process/find-program.ts';
import { runProgram } from '../../process/run-program.ts';
import type { ServiceRoom } from '../local-service.ts';

const artifacts = [
  'org.apache.kafka:kafka_2.13:4.3.1',
  'org.apache.logging.log4j:log4j-slf4j-impl:2.25.4',
] as const;
const copyGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** The version of Kafka that runs. */
export const kafkaVersion = '4.3.1';

/** The folder with the broker's jars, brought once by Maven; undefined where they are missing and Maven is too. */
export async function bringKafkaJars(room: ServiceRoom): Promise<string | undefined> {
  const home = join(room.cacheDir, 'kafka');
  return withFileLock(join(home, 'lib.lock'), async () => {
    const folder = join(home, 'lib');
    const stamp = join(folder, 'complete');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === artifacts.join('\n')) return folder;
    const maven = findProgram('mvn');
    if (!maven) return undefined;
    room.say(`bringing Kafka ${kafkaVersion} by Maven (45 MB, once)`);
    const pom = join(home, 'pom.xml');
    const unfinished = `${folder}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(pom, pomText());
    const goal = [copyGoal, `-DoutputDirectory=${unfinished}`];
    await runProgram(maven, ['--batch-mode', '--quiet', '--file', pom, ...goal], { signal: room.signal });
    writeFileSync(join(unfinished, 'complete'), artifacts.join('\n'));
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return folder;
  });
}

function pomText(): string {
  const dependencies = artifacts.map((artifact) => {
    const [group, name, version] = artifact.split(':');
    return `    <dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  });
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>breakwater</groupId><artifactId>kafka-jars</artifactId><version>1</version><packaging>pom</packaging>',
    '  <dependencies>',
    ...dependencies,
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n');
}
