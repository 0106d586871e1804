{{/* The pod of a role. Takes a dict: root, role (ROLE), component (label), resources. */}}
{{- define "consultantos.pod" -}}
{{- $root := .root -}}
{{- /* Workers take no requests, and need no keys for them. */ -}}
{{- $keysSecret := ternary "" $root.Values.apiKeysFile.existingSecret (eq .role "worker") -}}
metadata:
  labels:
    {{- include "consultantos.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
    {{- with $root.Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    # A changed setting is a new pod: variables are read once, at the start.
    checksum/config: {{ toYaml $root.Values.config | sha256sum }}
    checksum/secrets: {{ toYaml $root.Values.secrets | sha256sum }}
    {{- with $root.Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "consultantos.serviceAccount" $root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  # Above GRACEFUL_SHUTDOWN_TIMEOUT, so that the service ends by itself.
  terminationGracePeriodSeconds: {{ add (int $root.Values.config.GRACEFUL_SHUTDOWN_TIMEOUT) 10 }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- with $root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- with $root.Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  containers:
    - name: {{ $root.Chart.Name }}
      image: {{ include "consultantos.image" $root | quote }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      securityContext:
        allowPrivilegeEscalation: false
        # Nothing but DATA_DIR, and /backups by who backs up, is written: the image brings its compiled code with it.
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      envFrom:
        - configMapRef:
            name: {{ include "consultantos.name" $root }}
        - secretRef:
            name: {{ include "consultantos.secret" $root }}
      env:
        - name: ROLE
          value: {{ .role }}
        - name: PORT
          value: '8080'
        - name: METRICS_PORT
          value: {{ $root.Values.metrics.port | quote }}
        - name: DATA_DIR
          value: /data
        {{- if $keysSecret }}
        - name: API_KEYS_FILE
          value: /etc/consultantos/keys/api-keys
        {{- end }}
      ports:
        - name: http
          containerPort: 8080
        - name: metrics
          containerPort: {{ $root.Values.metrics.port }}
      {{- include "consultantos.probes" $root | nindent 6 }}
      {{- with .resources }}
      resources: {{- toYaml . | nindent 8 }}
      {{- end }}
      volumeMounts:
        - name: data
          mountPath: /data
        {{- if $root.Values.backup.enabled }}
        - name: backups
          mountPath: /backups
        {{- end }}
        - name: tmp
          mountPath: /tmp
        {{- if $keysSecret }}
        # The folder and not the file by subPath, which would stay as it was when the Secret changes.
        - name: api-keys
          mountPath: /etc/consultantos/keys
          readOnly: true
        {{- end }}
  volumes:
    - name: data
      {{- if and $root.Values.persistence.enabled (include "consultantos.embedded" $root) }}
      persistentVolumeClaim:
        claimName: {{ include "consultantos.claim" $root }}
      {{- else }}
      emptyDir: {}
      {{- end }}
    {{- if $root.Values.backup.enabled }}
    - name: backups
      persistentVolumeClaim:
        claimName: {{ include "consultantos.backupClaim" $root }}
    {{- end }}
    - name: tmp
      emptyDir:
        sizeLimit: 64Mi
    {{- if $keysSecret }}
    - name: api-keys
      secret:
        secretName: {{ $keysSecret }}
        # 0440: read by the group of the pod.
        defaultMode: 288
        items:
          - key: {{ $root.Values.apiKeysFile.key }}
            path: api-keys
    {{- end }}
  {{- include "consultantos.placement" . | nindent 2 }}
{{- end -}}
