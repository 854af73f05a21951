import { inlineModel } from './engine.ts';
import { runDetect, runReplay } from './files/commands.ts';
import { FileError } from './files/index.ts';
import { UsageError } from './files/usage-error.ts';
import { runLearn } from './past/learn-command.ts';
import { FetchError } from './pull/fetch-text.ts';

const usage = `usage:
  detect --input FILE.csv [--output OUT.csv] [--sensitivity low|medium|high] [--quiet]
  detect --corpus DIR --out DIR [--jobs N] [--sensitivity low|medium|high] [--quiet]
  detect --prometheus URL --query Q [--from TIME] [--to TIME] [--step 1m] [--output OUT.csv] [--sensitivity low|medium|high] [--quiet]
  learn --prometheus URL --query Q [--name N] [--from TIME] [--to TIME] [--step 1m] [--detector URL]
        [--service S | --service-label L] [--unit U] [--worse up|down|both] [--signal SIGNAL]
  learn --remote-read URL --matcher SELECTOR [--from TIME] [--to TIME] [--detector URL]
  learn --csv DIR [--detector URL]
  replay CASE_DIR [--output incidents.json] [--alerts-only] [--at TIME [--service S] [--metric M]]
A Prometheus that asks for it is shown the secret of --token-file FILE, or of --user NAME --password-file FILE.
`;

const tell = (line: string) => process.stderr.write(`${line}\n`);
const print = (text: string) => process.stdout.write(text);

/** A reader that has seen enough, such as `head`, is no fault. Files are written all the same where nobody hears of the progress. */
function stopWithReader(): void {
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0);
    tell(`error: standard output: expected to be written, got ${message}`);
    process.exit(1);
  });
  process.stderr.on('error', () => undefined);
}

async function main([command, ...args]: string[]): Promise<number> {
  if (command === 'detect') return runDetect(args, tell, print);
  if (command === 'replay') return runReplay(args, tell, print);
  if (command === 'learn') return runLearn(args, tell, Date.now());
  if (command === '--help' || command === '-h') {
    print(usage);
    return 0;
  }
  throw new UsageError(`expected detect, learn or replay, got "${command ?? ''}"`);
}

stopWithReader();
inlineModel();
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    tell(`error: ${error.message}`);
    if (error instanceof UsageError) tell(usage);
    else if (!(error instanceof FileError || error instanceof FetchError)) tell(error.stack ?? '');
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
