import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { PACKAGE_FOLDER } from '../package-folder.js';

const manifest = JSON.parse(readFileSync(join(PACKAGE_FOLDER, 'package.json'), 'utf8')) as {
  version: string;
};

/** The version of this package. */
export const BUILD_VERSION = manifest.version;

/** Which build this is. */
@Injectable()
export class BuildInfo {
  readonly version = BUILD_VERSION;
  readonly node = process.version;
  readonly commit: string;

  constructor(config: Config) {
    this.commit = config.COMMIT;
  }
}
