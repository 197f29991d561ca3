{{- define "argus.jobs.name" -}}{{ include "argus.fullname" . }}-jobs{{- end -}}

{{/* Whether api and worker have pods of their own, which only a database can be shared by. */}}
{{- define "argus.jobs.apart" -}}
{{- if .Values.jobs.database.host -}}yes{{- end -}}
{{- end -}}

{{/* Where vectors are kept. */}}
{{- define "argus.jobs.vectors" -}}
{{- $vectors := .Values.jobs.vectors -}}
{{- $vectors.kind | default ($vectors.qdrant.url | empty | ternary "embedded" "qdrant") -}}
{{- end -}}

{{/* The pods as a JSON list: component, roles, what is set for them alone, whether they keep files, whether they do jobs. */}}
{{- define "argus.jobs.pods" -}}
{{- $jobs := .Values.jobs -}}
{{- $media := $jobs.media.url | empty -}}
{{- $pods := list -}}
{{- if not $jobs.enabled -}}
{{- else if include "argus.jobs.apart" . -}}
{{- $pods = append $pods (dict "component" "jobs-api" "roles" "api" "resources" $jobs.api.resources "serves" (list "jobs") "replicas" $jobs.api.replicas "scales" $jobs.api.autoscaling.enabled) -}}
{{- $pods = append $pods (dict "component" "jobs-worker" "roles" "worker" "resources" $jobs.worker.resources "serves" list "works" true "replicas" $jobs.worker.replicas "scales" (include "argus.jobs.keda" . | empty | not)) -}}
{{- if $media -}}
{{- $pods = append $pods (dict "component" "jobs-media" "roles" "media" "resources" $jobs.media.resources "serves" (list "media") "files" true "only" "media" "replicas" 1) -}}
{{- end -}}
{{- else -}}
{{- $pods = append $pods (dict "component" "jobs" "roles" ($media | ternary "api,worker,media" "api,worker") "resources" $jobs.resources "serves" ($media | ternary (list "jobs" "media") (list "jobs")) "files" true "works" true "replicas" 1) -}}
{{- end -}}
{{- toJson $pods -}}
{{- end -}}

{{/* Whether KEDA scales the workers: where it is installed, or asked for. */}}
{{- define "argus.jobs.keda" -}}
{{- $mode := .Values.jobs.worker.autoscaler -}}
{{- if or (eq $mode "keda") (and (eq $mode "auto") (.Capabilities.APIVersions.Has "keda.sh/v1alpha1")) -}}yes{{- end -}}
{{- end -}}

{{/* Where models answer. */}}
{{- define "argus.jobs.inferenceUrl" -}}
{{- .Values.jobs.inference.url | default (include "argus.gateway.url" .) -}}
{{- end -}}

{{/* The Secret with the key for the models, where one is asked for. */}}
{{- define "argus.jobs.key" -}}
{{- if .Values.jobs.inference.existingSecret -}}
{{- .Values.jobs.inference.existingSecret -}}
{{- else if and (not .Values.jobs.inference.url) (not .Values.gateway.auth.disabled) -}}
{{- include "argus.jobs.name" . }}-key
{{- end -}}
{{- end -}}

{{/* Whether the chart makes that key, and hands its hash to the gateway. */}}
{{- define "argus.jobs.makesKey" -}}
{{- if and .Values.jobs.enabled .Values.gateway.enabled .Values.gateway.auth.generateKey (not .Values.jobs.inference.existingSecret) (include "argus.jobs.key" .) -}}yes{{- end -}}
{{- end -}}

{{/* Where the media store is, as pods without the role media see it. */}}
{{- define "argus.jobs.mediaUrl" -}}
{{- .Values.jobs.media.url | default (printf "http://%s-media.%s.svc.%s" (include "argus.jobs.name" .) .Release.Namespace .Values.clusterDomain) -}}
{{- end -}}

{{/* Secrets that are mounted below /etc/argus, as a JSON object of folder to Secret. */}}
{{- define "argus.jobs.secrets" -}}
{{- $jobs := .Values.jobs -}}
{{- $all := dict "inference" (include "argus.jobs.key" .) -}}
{{- if $jobs.database.host }}{{ $_ := set $all "database" $jobs.database.existingSecret }}{{ end -}}
{{- if $jobs.media.url }}{{ $_ := set $all "media" $jobs.media.existingSecret }}{{ end -}}
{{- if eq (include "argus.jobs.vectors" .) "qdrant" }}{{ $_ := set $all "qdrant" $jobs.vectors.qdrant.existingSecret }}{{ end -}}
{{- if $jobs.kafka.brokers -}}
{{- $_ := merge $all (dict "kafka" $jobs.kafka.existingSecret "kafka-ca" $jobs.kafka.ca.existingSecret "kafka-certificate" $jobs.kafka.certificate.existingSecret) -}}
{{- end -}}
{{- if $jobs.mqtt.url }}{{ $_ := merge $all (dict "mqtt" $jobs.mqtt.existingSecret "mqtt-ca" $jobs.mqtt.ca.existingSecret) }}{{ end -}}
{{- if $jobs.webhook.url }}{{ $_ := set $all "webhook" $jobs.webhook.existingSecret }}{{ end -}}
{{- $used := dict -}}
{{- range $folder, $secret := $all }}{{ if $secret }}{{ $_ := set $used $folder $secret }}{{ end }}{{ end -}}
{{- toJson $used -}}
{{- end -}}

{{/* Ports that lie outside of the release, as a JSON list of numbers. Called with the root. */}}
{{- define "argus.jobs.outside" -}}
{{- $jobs := .Values.jobs -}}
{{- $ports := list -}}
{{- if $jobs.database.host }}{{ $ports = append $ports (int $jobs.database.port) }}{{ end -}}
{{- $urls := list $jobs.media.url $jobs.inference.url $jobs.score.embeddingService $jobs.score.detectionService .Values.monitoring.otlpEndpoint $jobs.webhook.url $jobs.mqtt.url -}}
{{- if eq (include "argus.jobs.vectors" .) "qdrant" }}{{ $urls = append $urls $jobs.vectors.qdrant.url }}{{ end -}}
{{- range compact $urls -}}
{{- $usual := get (dict "https" "443" "mqtt" "1883" "mqtts" "8883") (urlParse .).scheme | default "80" -}}
{{- $ports = append $ports (regexFind "[0-9]+$" (regexFind ":[0-9]+$" (urlParse .).host) | default $usual | int) -}}
{{- end -}}
{{- range compact (splitList "," $jobs.kafka.brokers) -}}
{{- $ports = append $ports (regexFind "[0-9]+$" (regexFind ":[0-9]+$" (trim .)) | default "9092" | int) -}}
{{- end -}}
{{- $ports | uniq | toJson -}}
{{- end -}}

{{/* Seconds that a pod may take to end: as long as work in hand may, and what the program needs afterwards. */}}
{{- define "argus.jobs.grace" -}}
{{- div (add (int64 .Values.jobs.shutdownTimeoutMs) 10999) 1000 -}}
{{- end -}}

{{/* The claim of the pod that keeps files. */}}
{{- define "argus.jobs.claim" -}}
{{- .Values.jobs.persistence.existingClaim | default (printf "%s-data" (include "argus.jobs.name" .)) -}}
{{- end -}}

{{/* Selects the pods that ask for pictures and models. */}}
{{- define "argus.jobs.workers" -}}
matchLabels:
  app.kubernetes.io/name: {{ include "argus.name" . }}
  app.kubernetes.io/instance: {{ .Release.Name }}
matchExpressions:
  - key: app.kubernetes.io/component
    operator: In
    values: [jobs, jobs-api, jobs-worker]
{{- end -}}
