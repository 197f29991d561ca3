{{/* What the program reads. */}}
{{- define "argus.gateway.env" -}}
{{- $gateway := .Values.gateway -}}
{{- $jwt := $gateway.auth.jwt -}}
{{- if eq .Values.listenAddress "$(POD_IP)" }}
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
{{- end }}
- name: ARGUS_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: HOST
  value: {{ .Values.listenAddress | quote }}
- name: PORT
  value: "8080"
- name: ARGUS_ADMIN_PORT
  value: "8081"
{{- if include "argus.gateway.tlsSecret" . }}
- name: ARGUS_TLS_PORT
  value: "8443"
- name: ARGUS_TLS_CERTIFICATES
  value: /etc/argus/tls
{{- end }}
{{- if $gateway.http2.enabled }}
- name: ARGUS_HTTP2_PORT
  value: "8082"
{{- end }}
{{- with $gateway.seedPorts }}
- name: ARGUS_SEED_PORTS
  value: {{ include "argus.numbers" . | quote }}
{{- end }}
{{- with $gateway.namespaces }}
- name: ARGUS_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
{{- if $gateway.auth.disabled }}
- name: AUTH_DISABLED
  value: "true"
{{- else }}
{{- if include "argus.gateway.takesKeys" . }}
- name: ARGUS_API_KEYS
  value: /etc/argus/keys
{{- end }}
{{- if include "argus.gateway.jwt" . }}
- name: ARGUS_JWT_KEYS
  value: /etc/argus/jwt/{{ $jwt.key }}
{{- with $jwt.issuer }}
- name: ARGUS_JWT_ISSUER
  value: {{ . | quote }}
{{- end }}
{{- with $jwt.audience }}
- name: ARGUS_JWT_AUDIENCE
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- with $gateway.corsOrigins }}
- name: ARGUS_CORS_ORIGINS
  value: {{ join "," . | quote }}
{{- end }}
{{- with $gateway.trustedProxies }}
- name: ARGUS_TRUSTED_PROXIES
  value: {{ join "," . | quote }}
{{- end }}
- name: ARGUS_MAX_BODY_BYTES
  value: {{ $gateway.maxBodyBytes | int64 | quote }}
{{- if .Values.jobs.enabled }}
# What the media store takes, with the form around it.
- name: ARGUS_MAX_UPLOAD_BYTES
  value: {{ max (int64 .Values.jobs.maxBytes) (int64 .Values.jobs.video.maxBytes) | add 65536 | quote }}
{{- end }}
- name: ARGUS_MAX_IN_FLIGHT
  value: {{ $gateway.maxInFlight | int64 | quote }}
- name: ARGUS_ACCESS_LOG
  value: {{ $gateway.accessLog | quote }}
- name: ML_SERVICE_TIMEOUT
  value: {{ $gateway.timeoutMs | int64 | quote }}
- name: ARGUS_DRAIN_DELAY_MS
  value: {{ $gateway.drainDelayMs | int64 | quote }}
- name: ARGUS_SHUTDOWN_TIMEOUT_MS
  value: {{ $gateway.shutdownTimeoutMs | int64 | quote }}
- name: LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- with .Values.monitoring.otlpEndpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
- name: DOTNET_gcServer
  value: "0"
{{- end -}}
