// Loaded into a gateway process by --require (NODE_OPTIONS): says at its end what would still have kept it alive, though
// the CLI ends by process.exit. Whoever embeds a gateway has no process.exit.
const { writeSync } = require('node:fs');

// Steps that end by themselves, and the pipes to the test.
const PASSING = new Set(['Immediate', 'SimpleShutdownWrap', 'SimpleWriteWrap', 'PipeWrap']);

process.on('exit', () => {
  const held = process.getActiveResourcesInfo().filter((name) => !PASSING.has(name));
  writeSync(2, `held at exit: ${JSON.stringify(held)}\n`);
});
