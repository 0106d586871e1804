/** The service with a standard output on which every write fails: the disk behind it is full. */
const { closeSync, openSync } = require('node:fs');

closeSync(1);
// The lowest number that is free: standard output again.
openSync('/dev/full', 'w');
require('../../dist/bundle.js');
