import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../process/find-program.ts';
import { runProgram } from '../../process/run-program.ts';

const oldestMajor = 17;

/** The path of a Java that is new enough for Kafka, of JAVA_HOME or PATH; undefined where there is none. */
export async function findJava(): Promise<string | undefined> {
  const home = process.env.JAVA_HOME;
  const ofHome = home ? join(home, 'bin', 'java') : undefined;
  const path = ofHome && existsSync(ofHome) ? ofHome : findProgram('java');
  if (!path) return undefined;
  const version = await runProgram(path, ['-version']).catch(() => '');
  return Number(/version "(\d+)/.exec(version)?.[1] ?? 0) >= oldestMajor ? path : undefined;
}
