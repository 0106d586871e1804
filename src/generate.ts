import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app.js';
import { parseConfig } from './config/config.js';
import { chartSchema, chartVariables } from './config/chart-schema.js';
import { configurationPage, environmentExample } from './config/configuration-docs.js';
import { ApiDescription } from './openapi/api-description.js';

/** Every file of this repository that is made from the code: its text by its path. */
export async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  return {
    'docs/openapi.json': await openApi(),
    'docs/configuration.md': configurationPage(),
    '.env.example': environmentExample(),
    'helm/values.schema.json': chartSchema(),
    'helm/files/variables.json': chartVariables(),
  };
}

/** The document as the service itself would serve it. */
async function openApi(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'consultantos-generate-'));
  const app = await createApp({ config: parseConfig({ DATA_DIR: folder }) });
  try {
    return await app.get(ApiDescription).text();
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(): Promise<void> {
  const files = Object.entries(await generatedFiles());
  await Promise.all(files.map(([path, text]) => writeFile(path, text)));
  process.stdout.write(`Written: ${files.map(([path]) => path).join(', ')}\n`);
}

if (require.main === module) void write();
