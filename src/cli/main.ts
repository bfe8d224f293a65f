import { createProgram } from './program';

process.umask(0o077);

// `npm run elements -- …` shows this as the way to call it.
const program = createProgram().name('npm run elements --');

program.parseAsync().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
