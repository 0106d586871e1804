/** What the tests look at in rendered objects; the whole of them is checked by the models in ops/tools. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Labels };
}

export type Labels = Readonly<Record<string, string>>;

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly timeoutSeconds: number;
}

export interface Container {
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly envFrom: readonly { readonly configMapRef?: { readonly name: string } }[];
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly startupProbe: Probe;
  readonly securityContext: object;
  readonly volumeMounts: readonly Mount[];
}

export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
}

export interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly [Container];
  readonly volumes: readonly { readonly name: string }[];
}

interface Specs {
  readonly Deployment: {
    readonly replicas?: number;
    readonly strategy?: { readonly type: string };
    readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: Pod };
  };
  readonly Service: { readonly selector: Labels; readonly ports: readonly { readonly name: string }[] };
  readonly NetworkPolicy: {
    readonly policyTypes: readonly string[];
    readonly egress: readonly { readonly ports: readonly { readonly port: number }[] }[];
  };
  readonly HorizontalPodAutoscaler: { readonly scaleTargetRef: { readonly name: string } };
  readonly ScaledObject: {
    readonly scaleTargetRef: { readonly name: string };
    readonly triggers: readonly [{ readonly metadata: { readonly query: string } }];
  };
  readonly ServiceMonitor: {
    readonly jobLabel: string;
    readonly selector: { readonly matchLabels: Labels };
    readonly endpoints: readonly [{ readonly port: string; readonly path: string }];
  };
  readonly PrometheusRule: object;
}

/** An object of a kind with its specification. */
export type Specified<K extends keyof Specs> = KubernetesObject & { readonly spec: Specs[K] };

export type Deployment = Specified<'Deployment'>;

export const ofKind = <K extends keyof Specs>(objects: readonly KubernetesObject[], kind: K) =>
  objects.filter((object) => object.kind === kind) as Specified<K>[];

/** The one object of a kind. @throws Error where there is none */
export function theOnly<K extends keyof Specs>(objects: readonly KubernetesObject[], kind: K): Specified<K> {
  const [object] = ofKind(objects, kind);
  if (!object) throw new Error(`There is no ${kind}.`);
  return object;
}

/** The variables in a ConfigMap or Secret; undefined where it is not among these objects. */
export function variablesIn(
  objects: readonly KubernetesObject[],
  kind: 'ConfigMap' | 'Secret',
  name: string,
): Labels | undefined {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  const { data, stringData } = (found ?? {}) as { data?: Labels; stringData?: Labels };
  return data ?? stringData;
}
