{{/* The three probes, on the listener of METRICS_PORT, which clients do not reach. */}}
{{- define "consultantos.probes" -}}
{{- $timeout := add (int .Values.config.HEALTH_CHECK_TIMEOUT) 1 -}}
livenessProbe:
  httpGet:
    path: /health/live
    port: metrics
  initialDelaySeconds: 10
  periodSeconds: 10
  timeoutSeconds: {{ $timeout }}
readinessProbe:
  httpGet:
    path: /health/ready
    port: metrics
  initialDelaySeconds: 5
  periodSeconds: 5
  # Above HEALTH_CHECK_TIMEOUT and its 250 ms, so that the answer says what is slow.
  timeoutSeconds: {{ $timeout }}
startupProbe:
  httpGet:
    path: /health/startup
    port: metrics
  initialDelaySeconds: 0
  periodSeconds: 5
  failureThreshold: 12
  timeoutSeconds: {{ $timeout }}
{{- end -}}
