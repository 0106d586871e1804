{{/* Values that contradict one another end the rendering, with what to do about it. */}}
{{- define "consultantos.refusals" -}}
{{- $config := .Values.config -}}
{{- include "consultantos.variableRefusals" . -}}
{{- if include "consultantos.embedded" . -}}
{{- if gt (int .Values.replicas) 1 -}}
{{- fail "replicas > 1 needs backends that pods can share: set config.DATABASE=firestore and config.STORAGE=gcs, or replicas=1." -}}
{{- end -}}
{{- if .Values.worker.enabled -}}
{{- fail "worker.enabled needs backends that pods can share: set config.DATABASE=firestore and config.STORAGE=gcs, or worker.enabled=false." -}}
{{- end -}}
{{- if ne .Values.autoscaling.scaler "none" -}}
{{- fail "autoscaling needs backends that pods can share: set config.DATABASE=firestore and config.STORAGE=gcs, or autoscaling.scaler=none." -}}
{{- end -}}
{{- end -}}
{{- if and .Values.worker.enabled (eq .Values.autoscaling.scaler "keda") -}}
{{- fail "autoscaling.scaler=keda counts jobs, which the workers do where worker.enabled is true: set worker.autoscaling.scaler=keda, and hpa or none here." -}}
{{- end -}}
{{- range $name, $scaling := dict "autoscaling" .Values.autoscaling "worker.autoscaling" .Values.worker.autoscaling -}}
{{- if and (eq $scaling.scaler "keda") (not $scaling.prometheusUrl) -}}
{{- fail (printf "%s.scaler=keda needs %s.prometheusUrl." $name $name) -}}
{{- end -}}
{{- if and (eq $scaling.scaler "keda") (eq ($config.ENABLE_METRICS | default "true") "false") -}}
{{- fail (printf "%s.scaler=keda counts jobs by metrics, and config.ENABLE_METRICS is false." $name) -}}
{{- end -}}
{{- if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) -}}
{{- fail (printf "%s.minReplicas is above %s.maxReplicas." $name $name) -}}
{{- end -}}
{{- end -}}
{{- include "consultantos.hpaRefusal" (dict "name" "autoscaling" "scaling" .Values.autoscaling "path" "resources" "resources" .Values.resources) -}}
{{- if .Values.worker.enabled -}}
{{- $path := ternary "worker.resources" "resources" (not (empty .Values.worker.resources)) -}}
{{- include "consultantos.hpaRefusal" (dict "name" "worker.autoscaling" "scaling" .Values.worker.autoscaling "path" $path "resources" (.Values.worker.resources | default .Values.resources)) -}}
{{- end -}}
{{- if ge (int $config.SHUTDOWN_DELAY) (int $config.GRACEFUL_SHUTDOWN_TIMEOUT) -}}
{{- fail "config.SHUTDOWN_DELAY must be less than config.GRACEFUL_SHUTDOWN_TIMEOUT: it is a part of it." -}}
{{- end -}}
{{- if gt (include "consultantos.milliseconds" .Values.serviceMonitor.scrapeTimeout | int64) (include "consultantos.milliseconds" .Values.serviceMonitor.interval | int64) -}}
{{- fail "serviceMonitor.scrapeTimeout is longer than serviceMonitor.interval, which Prometheus refuses." -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (eq ($config.ENABLE_METRICS | default "true") "false") -}}
{{- fail "serviceMonitor.enabled needs metrics, and config.ENABLE_METRICS is false." -}}
{{- end -}}
{{- if and .Values.prometheusRule.enabled (eq ($config.ENABLE_METRICS | default "true") "false") -}}
{{- fail "prometheusRule.enabled needs metrics, and config.ENABLE_METRICS is false." -}}
{{- end -}}
{{- if and (eq $config.ENVIRONMENT "production") (eq ($config.FAULT_INJECTION | default "false") "true") -}}
{{- fail "config.FAULT_INJECTION=true is for drills, and production refuses to start with it: leave it out, or set another config.ENVIRONMENT." -}}
{{- end -}}
{{- /* Services and Deployments would no longer find their pods. */ -}}
{{- range $label := list "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" -}}
{{- if hasKey $.Values.podLabels $label -}}
{{- fail (printf "podLabels must not hold %s: the chart selects pods by it." $label) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.backup.enabled (ne ($config.DATABASE | default "embedded") "embedded") -}}
{{- fail "backup.enabled is for the embedded database, and config.DATABASE is another: docs/RUNBOOK.md, Disaster recovery, says how that is backed up." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) -}}
{{- fail "ingress.enabled needs ingress.hosts." -}}
{{- end -}}
{{- if and (gt (float64 ($config.DOWNLOAD_LINK_SECONDS | default "0")) 0.0) (ne ($config.STORAGE | default "") "gcs") -}}
{{- fail "config.DOWNLOAD_LINK_SECONDS needs config.STORAGE=gcs." -}}
{{- end -}}
{{- if and (eq ($config.STORAGE | default "") "gcs") (not $config.GCS_BUCKET) -}}
{{- fail "config.STORAGE=gcs needs config.GCS_BUCKET." -}}
{{- end -}}
{{- if and (eq ($config.DATABASE | default "") "firestore") (not $config.GCP_PROJECT_ID) -}}
{{- fail "config.DATABASE=firestore needs config.GCP_PROJECT_ID." -}}
{{- end -}}
{{- include "consultantos.secretRefusals" . -}}
{{- end -}}

{{/* An HPA divides by the requested processor; a limit alone is the request too. Takes a dict: name, scaling, path, resources. */}}
{{- define "consultantos.hpaRefusal" -}}
{{- $cpu := dig "requests" "cpu" (dig "limits" "cpu" "" .resources) .resources -}}
{{- if and (eq .scaling.scaler "hpa") (not $cpu) -}}
{{- fail (printf "%s.scaler=hpa measures the use of the requested processor: set %s.requests.cpu." .name .path) -}}
{{- end -}}
{{- end -}}

{{/* Values with which the service would end at its start, by the limits that its own code gives (npm run generate). No secret is shown. */}}
{{- define "consultantos.variableRefusals" -}}
{{- $variables := .Files.Get "files/variables.json" | fromJson -}}
{{- range $name, $limits := $variables.numbers -}}
{{- with get $.Values.config $name -}}
{{- $number := float64 . -}}
{{- if or (lt $number (float64 $limits.min)) (gt $number (float64 $limits.max)) (and $limits.whole (ne $number (floor $number))) -}}
{{- fail (printf "config.%s is %s; allowed: %s." $name . $limits.allowed) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $name, $limits := $variables.secrets -}}
{{- with get $.Values.secrets $name -}}
{{- if not (regexMatch $limits.form .) -}}
{{- fail (printf "secrets.%s has another form; allowed: %s." $name $limits.allowed) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "consultantos.milliseconds" -}}
{{- mul (regexFind "^[0-9]+" . | int64) (get (dict "ms" 1 "s" 1000 "m" 60000) (regexFind "[a-z]+$" .)) -}}
{{- end -}}

{{- define "consultantos.secretRefusals" -}}
{{- $given := compact (values .Values.secrets) -}}
{{- if and .Values.existingSecret $given -}}
{{- fail "existingSecret and secrets are both set: use one of them." -}}
{{- end -}}
{{- if not .Values.existingSecret -}}
{{- if and (eq .Values.config.ENVIRONMENT "production") (not (and (or .Values.secrets.API_KEYS .Values.apiKeysFile.existingSecret) .Values.secrets.OPS_TOKEN)) -}}
{{- fail "Set existingSecret to a Secret with API_KEYS and OPS_TOKEN, or secrets.API_KEYS (or apiKeysFile.existingSecret) and secrets.OPS_TOKEN: production refuses to start without." -}}
{{- end -}}
{{- if and (eq (.Values.config.FAULT_INJECTION | default "false") "true") (not .Values.secrets.OPS_TOKEN) -}}
{{- fail "config.FAULT_INJECTION=true needs secrets.OPS_TOKEN, or an existingSecret with OPS_TOKEN." -}}
{{- end -}}
{{- if and (eq (.Values.config.ANALYSIS_ENGINE | default "auto") "gemini") (not .Values.secrets.GEMINI_API_KEY) -}}
{{- fail "config.ANALYSIS_ENGINE=gemini needs secrets.GEMINI_API_KEY, or an existingSecret with GEMINI_API_KEY." -}}
{{- end -}}
{{- if and (include "consultantos.redis" .) (not .Values.secrets.REDIS_URL) -}}
{{- fail "CACHE=redis and QUEUE=redis need secrets.REDIS_URL, or an existingSecret with REDIS_URL." -}}
{{- end -}}
{{- end -}}
{{- end -}}
