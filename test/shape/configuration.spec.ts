import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { parseConfig, VARIABLES } from '../../src/config/config.js';
import { chartSchema, chartVariables } from '../../src/config/chart-schema.js';
import { configurationPage, environmentExample } from '../../src/config/configuration-docs.js';

/** Where one of these fails: npm run generate. */
describe('the description of the configuration', () => {
  it('is committed as the code gives it', () => {
    expect(readFileSync('docs/configuration.md', 'utf8')).toBe(configurationPage());
    expect(readFileSync('.env.example', 'utf8')).toBe(environmentExample());
    expect(readFileSync('helm/values.schema.json', 'utf8')).toBe(chartSchema());
    expect(readFileSync('helm/files/variables.json', 'utf8')).toBe(chartVariables());
  });

  it('names every variable once', () => {
    const rows = [...configurationPage().matchAll(/^\| `([A-Z_0-9]+)` \|/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(Object.keys(VARIABLES).sort());
  });

  it('shows an example that, uncommented, is the default configuration', () => {
    const uncommented = environmentExample().replace(/^# ([A-Z_0-9]+=)/gm, '$1');
    const environment = parseEnv(uncommented);
    expect(Object.keys(environment).sort()).toEqual(Object.keys(VARIABLES).sort());
    expect(parseConfig(environment)).toEqual(parseConfig({}));
  });

  it('describes each variable in whole sentences', () => {
    for (const { description, allowed } of Object.values(VARIABLES)) {
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(allowed).not.toBe('');
    }
  });
});
