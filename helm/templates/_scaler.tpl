{{/* One scaler for one Deployment: its value names one kind, so that there are never two. Takes a dict: root, name, component, scaling. */}}
{{- define "consultantos.scaler" -}}
{{- if eq .scaling.scaler "hpa" }}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ .name }}
  labels: {{- include "consultantos.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ .name }}
  minReplicas: {{ .scaling.minReplicas }}
  maxReplicas: {{ .scaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ .scaling.cpuPercent }}
{{- else if eq .scaling.scaler "keda" }}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ .name }}
  labels: {{- include "consultantos.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
spec:
  scaleTargetRef:
    name: {{ .name }}
  minReplicaCount: {{ .scaling.minReplicas }}
  maxReplicaCount: {{ .scaling.maxReplicas }}
  # A pod that goes gives its jobs back, with their finished stages: better late than twice.
  cooldownPeriod: 300
  triggers:
    - type: prometheus
      metadata:
        serverAddress: {{ .scaling.prometheusUrl }}
        # Every pod reports the same rows: the largest of each, not their sum.
        query: sum(max by (status) (consultantos_jobs_total{job="consultantos", namespace={{ .root.Release.Namespace | quote }}, status=~"pending|processing"}))
        threshold: {{ .scaling.jobsPerPod | quote }}
{{- end }}
{{- end -}}
