// Prints what failed in a CTRF report (https://ctrf.io), shortly: name, message, where. Fails where there is no such report.
const fs = require('fs');

const most = { tests: 20, message: 15, trace: 8, width: 300 };
const { results } = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const failed = results.tests.filter(test => test.status === 'failed');

const first = (text, lines) => (text ?? '').split(/\r?\n/).filter(line => line.trim()).slice(0, lines)
  .map(line => '    ' + line.trimEnd().slice(0, most.width));

console.log(`::: ${failed.length} of ${results.tests.length} tests failed`);
for (const test of failed.slice(0, most.tests)) {
  console.log([`${test.name} (${Math.round(test.duration)} ms)`, ...first(test.message, most.message), ...first(test.trace, most.trace)].join('\n'));
}
if (failed.length > most.tests) {
  console.log(`and ${failed.length - most.tests} more`);
}
