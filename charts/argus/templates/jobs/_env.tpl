{{/* What the program reads. Called with (dict "root" $ "pod" POD), POD of argus.jobs.pods. */}}
{{- define "argus.jobs.env" -}}
{{- $jobs := .root.Values.jobs -}}
{{- if eq .root.Values.listenAddress "$(POD_IP)" }}
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
{{- end }}
- name: HOST
  value: {{ .root.Values.listenAddress | quote }}
- name: PORT
  value: "8001"
- name: ARGUS_ROLES
  value: {{ .pod.roles | quote }}
# The gateway has asked for a key; the NetworkPolicy lets nobody else in.
- name: ARGUS_AUTH
  value: gateway
{{- if .pod.files }}
- name: ARGUS_DATA
  value: /var/lib/argus
{{- end }}
- name: ARGUS_MAX_BYTES
  value: {{ $jobs.maxBytes | int64 | quote }}
- name: ARGUS_MAX_VIDEO_BYTES
  value: {{ $jobs.video.maxBytes | int64 | quote }}
- name: ARGUS_SHUTDOWN_TIMEOUT_MS
  value: {{ $jobs.shutdownTimeoutMs | int64 | quote }}
{{- if ne (default "" .pod.only) "media" }}
{{- include "argus.jobs.workEnv" . }}
{{- if .pod.serves }}
{{- include "argus.jobs.scoreEnv" .root }}
{{- end }}
{{- include "argus.jobs.storesEnv" .root }}
{{- include "argus.jobs.kafkaEnv" .root }}
{{- include "argus.jobs.toldEnv" .root }}
{{- end }}
- name: LOG_LEVEL
  value: {{ .root.Values.logLevel }}
{{- with .root.Values.monitoring.otlpEndpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* How jobs are done, and who does the pictures. */}}
{{- define "argus.jobs.workEnv" -}}
{{- $jobs := .root.Values.jobs }}
- name: ARGUS_INFERENCE_URL
  value: {{ include "argus.jobs.inferenceUrl" .root | quote }}
{{- if include "argus.jobs.key" .root }}
- name: ARGUS_INFERENCE_KEY_FILE
  value: /etc/argus/inference/{{ $jobs.inference.secretKey }}
{{- end }}
- name: ML_SERVICE_TIMEOUT
  value: {{ $jobs.inference.timeoutMs | int64 | quote }}
{{- if not (contains "media" .pod.roles) }}
- name: MEDIA_STORE_URL
  value: {{ include "argus.jobs.mediaUrl" .root | quote }}
{{- end }}
{{- if $jobs.media.url }}
- name: MEDIA_STORE_RESULTS
  value: {{ $jobs.media.results | ternary "on" "off" | quote }}
{{- if $jobs.media.existingSecret }}
- name: MEDIA_STORE_KEY_FILE
  value: /etc/argus/media/{{ $jobs.media.secretKey }}
{{- end }}
{{- end }}
- name: ARGUS_MEDIA_TIMEOUT_MS
  value: {{ $jobs.media.timeoutMs | int64 | quote }}
{{- if .pod.works }}
- name: ARGUS_WORKERS
  value: {{ $jobs.worker.concurrency | int64 | quote }}
- name: ARGUS_VIDEO_WORKERS
  value: {{ $jobs.video.workers | int64 | quote }}
- name: ARGUS_VIDEO_TIMEOUT_MS
  value: {{ $jobs.video.timeoutMs | int64 | quote }}
{{- if not .pod.files }}
- name: ARGUS_VIDEO_FOLDER
  value: /var/lib/argus-video
{{- end }}
{{- end }}
- name: ARGUS_JOB_RETENTION_DAYS
  value: {{ $jobs.retentionDays | int64 | quote }}
- name: ARGUS_JOB_LEASE_MS
  value: {{ $jobs.leaseMs | int64 | quote }}
- name: ARGUS_JOB_RETRY_DELAY_MS
  value: {{ $jobs.retryDelayMs | int64 | quote }}
- name: ARGUS_JOB_SYNC_DELAY_MS
  value: {{ $jobs.syncDelayMs | int64 | quote }}
- name: ARGUS_JOB_AGEING_MS
  value: {{ $jobs.ageingMs | int64 | quote }}
{{- end -}}

{{/* How photos are scored. */}}
{{- define "argus.jobs.scoreEnv" -}}
{{- $score := .Values.jobs.score -}}
{{- with $score.embeddingService }}
- name: FACE_EMBEDDING_SERVICE
  value: {{ . | quote }}
{{- end }}
{{- with $score.detectionService }}
- name: FACE_DETECTION_SERVICE
  value: {{ . | quote }}
{{- end }}
- name: ARGUS_SCORE_WORKERS
  value: {{ $score.concurrency | int64 | quote }}
- name: ARGUS_SCORE_QUEUE
  value: {{ $score.queue | int64 | quote }}
{{- with $score.vibes }}
- name: ARGUS_SCORE_VIBES
  value: {{ . | quote }}
{{- end }}
- name: FALLBACK_TO_SIMULATED
  value: {{ $score.fallbackToSimulated | quote }}
{{- end -}}

{{/* Where jobs and vectors are kept. */}}
{{- define "argus.jobs.storesEnv" -}}
{{- $database := .Values.jobs.database -}}
{{- $qdrant := .Values.jobs.vectors.qdrant -}}
{{- if $database.host }}
- name: DB_HOST
  value: {{ $database.host | quote }}
- name: DB_PORT
  value: {{ $database.port | int64 | quote }}
- name: DB_NAME
  value: {{ $database.name | quote }}
- name: DB_USER
  value: {{ $database.user | quote }}
- name: DB_PASSWORD_FILE
  value: /etc/argus/database/{{ $database.passwordKey }}
- name: ARGUS_DB_SCHEMA
  value: {{ $database.schema | quote }}
{{- end }}
- name: ARGUS_VECTORS
  value: {{ include "argus.jobs.vectors" . }}
{{- if eq (include "argus.jobs.vectors" .) "qdrant" }}
- name: QDRANT_URL
  value: {{ $qdrant.url | quote }}
{{- if $qdrant.existingSecret }}
- name: QDRANT_API_KEY_FILE
  value: /etc/argus/qdrant/{{ $qdrant.apiKeyKey }}
{{- end }}
{{- end }}
{{- end -}}

{{/* How Kafka is reached. */}}
{{- define "argus.jobs.kafkaEnv" -}}
{{- $kafka := .Values.jobs.kafka -}}
{{- if $kafka.brokers }}
- name: KAFKA_BROKERS
  value: {{ $kafka.brokers | quote }}
- name: KAFKA_SECURITY_PROTOCOL
  value: {{ $kafka.securityProtocol }}
{{- if hasPrefix "SASL_" $kafka.securityProtocol }}
- name: KAFKA_SASL_MECHANISM
  value: {{ $kafka.saslMechanism }}
- name: KAFKA_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $kafka.existingSecret }}
      key: {{ $kafka.usernameKey }}
- name: KAFKA_PASSWORD_FILE
  value: /etc/argus/kafka/{{ $kafka.passwordKey }}
{{- end }}
{{- if $kafka.ca.existingSecret }}
- name: KAFKA_CA_FILE
  value: /etc/argus/kafka-ca/{{ $kafka.ca.key }}
{{- end }}
{{- if $kafka.certificate.existingSecret }}
- name: KAFKA_CERTIFICATE_FILE
  value: /etc/argus/kafka-certificate/{{ $kafka.certificate.certificateKey }}
- name: KAFKA_KEY_FILE
  value: /etc/argus/kafka-certificate/{{ $kafka.certificate.privateKey }}
{{- end }}
- name: KAFKA_GROUP
  value: {{ $kafka.group | quote }}
- name: KAFKA_PARTITIONS
  value: {{ $kafka.partitions | int64 | quote }}
- name: KAFKA_REPLICAS
  value: {{ $kafka.replicationFactor | int64 | quote }}
{{- end }}
{{- end -}}

{{/* Who is told of a job's end, beside Kafka. */}}
{{- define "argus.jobs.toldEnv" -}}
{{- $mqtt := .Values.jobs.mqtt -}}
{{- $webhook := .Values.jobs.webhook -}}
{{- if $mqtt.url }}
- name: MQTT_URL
  value: {{ $mqtt.url | quote }}
{{- if $mqtt.existingSecret }}
- name: MQTT_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $mqtt.existingSecret }}
      key: {{ $mqtt.usernameKey }}
- name: MQTT_PASSWORD_FILE
  value: /etc/argus/mqtt/{{ $mqtt.passwordKey }}
{{- end }}
{{- if $mqtt.ca.existingSecret }}
- name: MQTT_CA_FILE
  value: /etc/argus/mqtt-ca/{{ $mqtt.ca.key }}
{{- end }}
{{- end }}
{{- if $webhook.url }}
- name: ARGUS_WEBHOOK_URL
  value: {{ $webhook.url | quote }}
- name: ARGUS_WEBHOOK_SECRET_FILE
  value: /etc/argus/webhook/{{ $webhook.secretKey }}
- name: ARGUS_WEBHOOK_ALLOW_PRIVATE
  value: {{ $webhook.allowPrivate | quote }}
{{- end }}
{{- end -}}
