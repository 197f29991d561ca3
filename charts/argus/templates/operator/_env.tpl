{{/* What the program reads. */}}
{{- define "argus.operator.env" -}}
{{- $models := .Values.modelServer -}}
{{- $webhook := .Values.operator.webhook -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_UID
  valueFrom:
    fieldRef:
      fieldPath: metadata.uid
- name: ARGUS_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- if eq .Values.listenAddress "$(POD_IP)" }}
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
{{- end }}
- name: HOST
  value: {{ .Values.listenAddress | quote }}
- name: PORT
  value: "8080"
{{- if $webhook.enabled }}
- name: ARGUS_WEBHOOK_PORT
  value: "9443"
- name: ARGUS_WEBHOOK_CERTIFICATES
  value: /etc/argus/webhook
{{- end }}
- name: ARGUS_LEADER_ELECTION
  value: {{ .Values.operator.leaderElection | quote }}
- name: ARGUS_WORKERS
  value: {{ .Values.operator.workers | quote }}
- name: ARGUS_HEALTH_SECONDS
  value: {{ .Values.operator.healthSeconds | quote }}
- name: ARGUS_IMAGE_CPU
  value: {{ include "argus.image" (dict "root" $ "image" $models.images.cpu "field" "modelServer.images.cpu" "suffix" "-cpu") }}
- name: ARGUS_IMAGE_NVIDIA
  value: {{ include "argus.image" (dict "root" $ "image" $models.images.nvidia "field" "modelServer.images.nvidia" "suffix" "-nvidia") }}
- name: ARGUS_IMAGE_AMD
  value: {{ include "argus.image" (dict "root" $ "image" $models.images.amd "field" "modelServer.images.amd" "suffix" "-amd") }}
- name: ARGUS_IMAGE_DATASETS
  value: {{ include "argus.image" (dict "root" $ "image" $.Values.datasets.image "field" "datasets.image" "suffix" "") }}
- name: ARGUS_POD_USER
  value: {{ $models.user | int64 | quote }}
- name: ARGUS_AMD_GROUPS
  value: {{ include "argus.numbers" $models.amdGroups | quote }}
- name: ARGUS_POD_MODEL_PATH
  value: {{ $models.modelPath | quote }}
- name: ARGUS_CACHE
  value: {{ $models.cache.kind }}
{{- if eq $models.cache.kind "hostpath" }}
- name: ARGUS_CACHE_SOURCE
  value: {{ $models.cache.path | quote }}
{{- else if eq $models.cache.kind "claim" }}
- name: ARGUS_CACHE_SOURCE
  value: {{ include "argus.cacheClaim" . | quote }}
{{- end }}
- name: ARGUS_AUTOSCALER
  value: {{ .Values.operator.autoscaler }}
- name: ARGUS_PROMETHEUS
  value: {{ .Values.monitoring.prometheusUrl | quote }}
- name: ARGUS_MONITORING_NAMESPACE
  value: {{ .Values.monitoring.namespace }}
- name: LOG_LEVEL
  value: {{ .Values.logLevel }}
# Collects its garbage in small steps, which keeps the memory of what it mirrors small.
- name: DOTNET_GCgen0size
  value: "0x400000"
{{- end -}}
