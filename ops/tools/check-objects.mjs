import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/*
 * Checks objects of Kubernetes (a JSON array on standard input) against models of it, in two ways, since neither sees all:
 * the compiler finds keys that do not exist, the models' own validation finds values that are not allowed.
 * Writes a JSON array of what is wrong.
 */
const MODULES = {
  v1: 'kubernetes-models/v1',
  'apps/v1': 'kubernetes-models/apps/v1',
  'autoscaling/v2': 'kubernetes-models/autoscaling/v2',
  'networking.k8s.io/v1': 'kubernetes-models/networking.k8s.io/v1',
  'policy/v1': 'kubernetes-models/policy/v1',
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
  'keda.sh/v1alpha1': '@kubernetes-models/keda/keda.sh/v1alpha1',
};
const FILE = join(import.meta.dirname, 'objects.mts');

const nameOf = ({ kind, metadata }) => `${kind} ${metadata?.name}`;

async function byValidation(object) {
  try {
    const { [object.kind]: Model } = await import(MODULES[object.apiVersion]);
    if (!Model) return [`${nameOf(object)}: ${object.apiVersion} has no such kind`];
    new Model(object).validate();
    return [];
  } catch (error) {
    return [`${nameOf(object)}: ${error.message}`];
  }
}

function byTypes(objects) {
  const text = objects
    .map(({ apiVersion, kind }, i) => `import type { I${kind} as T${i} } from '${MODULES[apiVersion]}';`)
    .concat(objects.map((object, i) => `export const o${i}: T${i} = ${JSON.stringify(object)};`))
    .join('\n');
  const options = {
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => (path === FILE ? text : readFile(path));
  host.fileExists = (path) => path === FILE || fileExists(path);
  host.getSourceFile = (path, version) => {
    const source = host.readFile(path);
    return source === undefined ? undefined : ts.createSourceFile(path, source, version);
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([FILE], options, host))
    .map(({ file, start, messageText }) => {
      const line = file?.getLineAndCharacterOfPosition(start).line - objects.length;
      const what = objects[line] ? nameOf(objects[line]) : file?.fileName;
      return `${what}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}

const objects = JSON.parse(readFileSync(0, 'utf8'));
const unknown = objects
  .filter(({ apiVersion }) => !(apiVersion in MODULES))
  .map((object) => `${nameOf(object)}: ${object.apiVersion} is not known`);
const known = objects.filter(({ apiVersion }) => apiVersion in MODULES);
const validated = await Promise.all(known.map(byValidation));
process.stdout.write(JSON.stringify([...unknown, ...validated.flat(), ...byTypes(known)]));
