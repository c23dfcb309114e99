// Starts Azurite so that the local host alone decides when it ends.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const location = process.argv[process.argv.indexOf('--location') + 1];
const log = path.join(location, 'azurite.log');

// Azurite takes no folder together with memory, but its log still needs one.
if (process.argv.includes('--inMemoryPersistence')) process.argv.splice(process.argv.indexOf('--location'), 2);

// Into a file, because the pipes to the host break when the host is killed, and Azurite is to outlive that.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    fs.appendFileSync(log, chunk);
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) callback();
    return true;
  };
  stream.on('error', () => {});
}

// Ctrl-C reaches every program of the terminal; the host must be able to finish its writes first.
process.on('SIGINT', () => {});
const once = process.once;
process.once = function (event, ...rest) {
  return event === 'SIGINT' ? this : once.call(this, event, ...rest);
};

// A closed terminal means the same as being asked to end: save, then go.
process.on('SIGHUP', () => process.emit('SIGTERM'));

// Windows has no signal to ask a program to end, so there the host says it.
process.stdin.on('data', (text) => {
  if (text.toString().trim() === 'stop') process.emit('SIGTERM');
});
process.stdin.on('error', () => {});
// A test run that is killed must leave nothing behind.
if (process.env.AZURITE_ENDS_WITH_PARENT) process.stdin.on('end', () => process.exit(0));
if (process.stdin.unref) process.stdin.unref();

require('azurite/dist/src/azurite.js');
