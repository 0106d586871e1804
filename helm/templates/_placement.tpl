{{/* Where pods of a component may run. Takes the dict of consultantos.pod. */}}
{{- define "consultantos.placement" -}}
{{- $ := . -}}
{{- $values := .root.Values -}}
{{- if and $values.topologySpread.enabled $values.topologySpread.keys -}}
topologySpreadConstraints:
  {{- range $values.topologySpread.keys }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "consultantos.selector" $.root | nindent 8 }}
        app.kubernetes.io/component: {{ $.component }}
  {{- end }}
{{ end -}}
{{- with $values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{ end -}}
{{- with $values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{ end -}}
{{- with $values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{ end -}}
{{- end -}}
