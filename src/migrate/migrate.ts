import type { INestApplicationContext } from '@nestjs/common';
import { databaseModules, storageModules } from '../adapters/adapters.js';
import { type Environment, parseConfig } from '../config/config.js';
import type { Plan } from './arguments.js';
import { openBackends } from './backends.js';
import { type Comparison, type Say } from './move.js';
import { moveFiles } from './move-files.js';
import { moveRegister } from './move-register.js';

const EMBEDDED = { DATABASE: 'embedded', STORAGE: 'embedded', CACHE: 'embedded', QUEUE: 'embedded' };
/** Nobody is served here, whatever the environment says of the service: no keys are needed, no links, no engine. */
const UNSERVED = { ENVIRONMENT: 'development', DOWNLOAD_LINK_SECONDS: '0', ANALYSIS_ENGINE: 'extractive' };

/** Copies what the plan says. @returns what is on both sides then. @throws ConfigInvalid, CannotStart, AppError where a backend stays away */
export async function migrate(plan: Plan, environment: Environment, say: Say): Promise<Comparison[]> {
  const { database, storage } = plan;
  const ours = { ...environment, ...UNSERVED, ...EMBEDDED };
  const here = parseConfig(ours);
  const chosen = { ...(database && { DATABASE: database }), ...(storage && { STORAGE: storage }) };
  const there = parseConfig({ ...ours, ...chosen });
  const opened: INestApplicationContext[] = [];
  try {
    const [source, target] = [
      await openBackends(here, [...(await databaseModules(here)), ...(await storageModules(here))]),
      await openBackends(there, [
        ...(database ? await databaseModules(there) : []),
        ...(storage ? await storageModules(there) : []),
      ]),
    ];
    opened.push(source, target);
    // Reports before what names them, as the service writes them.
    const files = storage ? [await moveFiles(source, target, say)] : [];
    return [...files, ...(database ? await moveRegister(source, target, say) : [])];
  } finally {
    for (const each of opened) await each.close();
  }
}
