#!/usr/bin/env node
'use strict';
const { execFileSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// In a checkout that was never built, the command builds itself: nobody should have to know.
const root = join(__dirname, '..');
const main = join(root, 'dist/cli/main.js');
if (!existsSync(main)) {
  process.stderr.write('Building once …\n');
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '--build'], { cwd: root, stdio: ['ignore', 2, 2] });
}
require(main);
