import { runDetect, runReplay, UsageError } from './files/commands.ts';
import { FileError } from './files/index.ts';

const usage = `usage:
  detect --input FILE.csv [--output OUT.csv] [--sensitivity low|medium|high]
  detect --corpus DIR --out DIR [--jobs N] [--sensitivity low|medium|high]
  replay CASE_DIR [--output incidents.json] [--alerts-only] [--at TIME [--service S] [--metric M]]
`;

const tell = (line: string) => process.stderr.write(`${line}\n`);
const print = (text: string) => process.stdout.write(text);

async function main([command, ...args]: string[]): Promise<number> {
  if (command === 'detect') return runDetect(args, tell, print);
  if (command === 'replay') return runReplay(args, tell, print);
  if (command === '--help' || command === '-h') {
    print(usage);
    return 0;
  }
  throw new UsageError(`expected detect or replay, got "${command ?? ''}"`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    tell(`error: ${error.message}`);
    if (error instanceof UsageError) tell(usage);
    else if (!(error instanceof FileError)) tell(error.stack ?? '');
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
