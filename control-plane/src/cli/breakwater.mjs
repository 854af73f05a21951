#!/usr/bin/env node
// Plain JavaScript, so that an older Node can run it: the repository's starter hands over to a Node that runs TypeScript.
process.argv.splice(2, 0, 'control-plane/src/cli/main.ts');
await import(new URL('../../../scripts/with-node24.mjs', import.meta.url).href);
