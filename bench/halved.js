// Preloaded into Sluice by `--quick --halved`, also in its threads: burns as much time as the event loop has worked, so
// that all that Sluice does costs twice.
const { performance } = require('node:perf_hooks');
const { setInterval } = require('node:timers');

const LOOK_EVERY_MS = 5;

let before = performance.eventLoopUtilization();
setInterval(() => {
  const { active } = performance.eventLoopUtilization(before);
  const until = performance.now() + active;
  while (performance.now() < until);
  before = performance.eventLoopUtilization();
}, LOOK_EVERY_MS).unref();
