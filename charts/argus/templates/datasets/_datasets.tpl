{{- define "argus.datasets.name" -}}{{ include "argus.fullname" . }}-datasets{{- end -}}

{{/* The release's DatasetSchedule; names of Jobs are made from its own, so that it may not be long. */}}
{{- define "argus.datasets.schedule" -}}{{ include "argus.datasets.name" . | trunc 44 | trimSuffix "-" }}{{- end -}}

{{/* The Secret with the key for the models, where one is asked for. That of the jobs does: it is good for pictures alone. */}}
{{- define "argus.datasets.key" -}}
{{- $inference := .Values.datasets.inference -}}
{{- if not $inference.enabled -}}
{{- else if $inference.existingSecret -}}
{{- $inference.existingSecret -}}
{{- else if and (not $inference.url) (not .Values.gateway.auth.disabled) .Values.jobs.enabled (not .Values.jobs.inference.url) -}}
{{- include "argus.jobs.key" . }}
{{- end -}}
{{- end -}}

{{/* The name of its entry. */}}
{{- define "argus.datasets.keyEntry" -}}
{{- .Values.datasets.inference.existingSecret | empty | ternary .Values.jobs.inference.secretKey .Values.datasets.inference.secretKey -}}
{{- end -}}

{{/* The ConfigMap with the classes; another one for others, since they are read once. */}}
{{- define "argus.datasets.classes" -}}
{{- with .Values.datasets.classes }}{{ include "argus.datasets.name" $ }}-classes-{{ join "," . | sha256sum | trunc 8 }}{{ end -}}
{{- end -}}

{{/* The claim that keeps files, where there is no bucket. */}}
{{- define "argus.datasets.claim" -}}
{{- $persistence := .Values.datasets.persistence -}}
{{- if and .Values.datasets.enabled (not .Values.datasets.bucket.endpoint) -}}
{{- $persistence.existingClaim | default (printf "%s-data" (include "argus.datasets.name" .)) -}}
{{- end -}}
{{- end -}}

{{/* Secrets that are mounted below /etc/argus, as a JSON object of folder to Secret. */}}
{{- define "argus.datasets.secrets" -}}
{{- $datasets := .Values.datasets -}}
{{- $used := dict "database" $datasets.database.existingSecret -}}
{{- with include "argus.datasets.key" . }}{{ $_ := set $used "inference" . }}{{ end -}}
{{- if $datasets.bucket.endpoint }}{{ $_ := set $used "bucket" $datasets.bucket.existingSecret }}{{ end -}}
{{- toJson $used -}}
{{- end -}}

{{/* Ports that lie outside of the release, as a JSON list of numbers. */}}
{{- define "argus.datasets.outside" -}}
{{- $datasets := .Values.datasets -}}
{{- $ports := list (int $datasets.database.port) -}}
{{- $endpoint := $datasets.bucket.endpoint -}}
{{- if and $endpoint (not (contains "://" $endpoint)) }}{{ $endpoint = printf "http://%s" $endpoint }}{{ end -}}
{{- range compact (list $endpoint $datasets.inference.url .Values.monitoring.otlpEndpoint) -}}
{{- $ports = append $ports (regexFind "[0-9]+$" (regexFind ":[0-9]+$" (urlParse .).host) | default (ternary "443" "80" (hasPrefix "https:" .)) | int) -}}
{{- end -}}
{{- $ports | uniq | toJson -}}
{{- end -}}

{{/* What the program reads. */}}
{{- define "argus.datasets.env" -}}
{{- $datasets := .Values.datasets -}}
{{- if eq .Values.listenAddress "$(POD_IP)" }}
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
{{- end }}
- name: HOST
  value: {{ .Values.listenAddress | quote }}
- name: PORT
  value: "8003"
- name: ARGUS_MODELS_PORT
  value: "8004"
# The gateway has asked for a key; the NetworkPolicy lets nobody else in.
- name: ARGUS_AUTH
  value: gateway
- name: DB_HOST
  value: {{ $datasets.database.host | quote }}
- name: DB_PORT
  value: {{ $datasets.database.port | int64 | quote }}
- name: DB_NAME
  value: {{ $datasets.database.name | quote }}
- name: DB_USER
  value: {{ $datasets.database.user | quote }}
- name: DB_PASSWORD_FILE
  value: /etc/argus/database/{{ $datasets.database.passwordKey }}
- name: ARGUS_DATASETS_SCHEMA
  value: {{ $datasets.database.schema | quote }}
{{- if $datasets.bucket.endpoint }}
- name: MINIO_ENDPOINT
  value: {{ $datasets.bucket.endpoint | quote }}
- name: MINIO_REGION
  value: {{ $datasets.bucket.region | quote }}
- name: MINIO_ROOT_USER
  valueFrom:
    secretKeyRef:
      name: {{ $datasets.bucket.existingSecret }}
      key: {{ $datasets.bucket.userKey }}
- name: MINIO_ROOT_PASSWORD_FILE
  value: /etc/argus/bucket/{{ $datasets.bucket.passwordKey }}
{{- else }}
- name: ARGUS_DATA
  value: /var/lib/argus
{{- end }}
- name: STYLE_PHOTO_BUCKET
  value: {{ $datasets.bucket.photos | quote }}
- name: ML_ARTIFACTS_BUCKET
  value: {{ $datasets.bucket.artifacts | quote }}
{{- if $datasets.inference.enabled }}
- name: ARGUS_INFERENCE_URL
  value: {{ $datasets.inference.url | default (include "argus.gateway.url" .) | quote }}
{{- if include "argus.datasets.key" . }}
- name: ARGUS_INFERENCE_KEY_FILE
  value: /etc/argus/inference/{{ include "argus.datasets.keyEntry" . }}
{{- end }}
- name: ML_SERVICE_TIMEOUT
  value: {{ $datasets.inference.timeoutMs | int64 | quote }}
{{- end }}
{{- if $datasets.classes }}
- name: ARGUS_CLASSES_FILE
  value: /etc/argus/classes/classes.txt
{{- end }}
- name: ARGUS_MAX_BYTES
  value: {{ $datasets.maxBytes | int64 | quote }}
- name: ARGUS_WORKERS
  value: {{ $datasets.workers | int64 | quote }}
- name: LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- with .Values.monitoring.otlpEndpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- end -}}
