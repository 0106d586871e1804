{{- define "consultantos.name" -}}
{{- printf "%s-%s" (.Release.Name | trunc 40 | trimSuffix "-") .Chart.Name -}}
{{- end -}}

{{/* What the pods of all roles have in common; "component" tells the roles apart. */}}
{{- define "consultantos.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "consultantos.labels" -}}
{{ include "consultantos.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "consultantos.claim" -}}
{{- .Values.persistence.existingClaim | default (printf "%s-data" (include "consultantos.name" .)) -}}
{{- end -}}

{{- define "consultantos.backupClaim" -}}
{{- .Values.backup.existingClaim | default (printf "%s-backups" (include "consultantos.name" .)) -}}
{{- end -}}

{{- define "consultantos.secret" -}}
{{- .Values.existingSecret | default (include "consultantos.name" .) -}}
{{- end -}}

{{- define "consultantos.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (include "consultantos.name" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{- define "consultantos.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}

{{/* "yes" where a part lives in the pod's own folder, so that only one pod can have it. */}}
{{- define "consultantos.embedded" -}}
{{- if not (and (eq (.Values.config.DATABASE | default "embedded") "firestore") (eq (.Values.config.STORAGE | default "embedded") "gcs")) -}}yes{{- end -}}
{{- end -}}

{{/* "yes" where Redis is called. */}}
{{- define "consultantos.redis" -}}
{{- if or (eq (.Values.config.CACHE | default "embedded") "redis") (eq (.Values.config.QUEUE | default "embedded") "redis") -}}yes{{- end -}}
{{- end -}}

{{/* The port of an address by http or https. */}}
{{- define "consultantos.portOf" -}}
{{- $host := regexReplaceAll "^[a-z]+://([^/]*).*$" . "${1}" -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $host) | default (ternary "443" "80" (hasPrefix "https:" .)) -}}
{{- end -}}

{{/* The port in secrets.REDIS_URL; empty where it is in a Secret that the chart does not see. */}}
{{- define "consultantos.redisUrlPort" -}}
{{- with .Values.secrets.REDIS_URL -}}
{{- $host := regexReplaceAll "^rediss?://(?:[^/]*@)?([^/]*).*$" . "${1}" -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $host) | default "6379" -}}
{{- end -}}
{{- end -}}

{{/* A JSON array of the ports that variables name, but those that networkPolicy.https opens. */}}
{{- define "consultantos.calledPorts" -}}
{{- $config := .Values.config -}}
{{- $called := list $config.GEMINI_BASE_URL -}}
{{- if eq ($config.ENABLE_TRACING | default "false") "true" -}}
{{- $collector := $config.OTEL_EXPORTER_OTLP_ENDPOINT | default "http://localhost:4318" -}}
{{- $called = append $called ($config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | default $collector) -}}
{{- end -}}
{{- $ports := list -}}
{{- range compact $called -}}
{{- $ports = append $ports (include "consultantos.portOf" . | int) -}}
{{- end -}}
{{- ternary (without $ports 443) $ports .Values.networkPolicy.https | uniq | toJson -}}
{{- end -}}
