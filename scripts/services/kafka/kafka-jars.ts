import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../process/find-program.ts';
import { runProgram } from '../../process/run-program.ts';

const artifacts = [
  'org.apache.kafka:kafka_2.13:4.3.1',
  'org.apache.logging.log4j:log4j-slf4j-impl:2.25.4',
] as const;
const copyGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** The version of Kafka that runs. */
export const kafkaVersion = '4.3.1';

/** The folder with the broker's jars, brought once by Maven; undefined where they are missing and Maven is too. */
export async function bringKafkaJars(
  cacheDir: string,
  say: (text: string) => void,
): Promise<string | undefined> {
  const folder = join(cacheDir, 'kafka', 'lib');
  const stamp = join(folder, 'complete');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === artifacts.join('\n')) return folder;
  const maven = findProgram('mvn');
  if (!maven) return undefined;
  say(`bringing Kafka ${kafkaVersion} by Maven (45 MB, once)`);
  const pom = join(cacheDir, 'kafka', 'pom.xml');
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(pom, pomText());
  await runProgram(maven, [
    '--batch-mode',
    '--quiet',
    '--file',
    pom,
    copyGoal,
    `-DoutputDirectory=${unfinished}`,
  ]);
  writeFileSync(join(unfinished, 'complete'), artifacts.join('\n'));
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return folder;
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
