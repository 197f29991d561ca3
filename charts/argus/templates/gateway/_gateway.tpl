{{/* The public ports as a JSON list of name, container, service and protocol. */}}
{{- define "argus.gateway.ports" -}}
{{- $gateway := .Values.gateway -}}
{{- $ports := list (dict "name" "http" "container" 8080 "service" $gateway.service.port "protocol" "http") -}}
{{- if include "argus.gateway.tlsSecret" . -}}
{{- $ports = append $ports (dict "name" "https" "container" 8443 "service" $gateway.service.httpsPort "protocol" "https") -}}
{{- end -}}
{{- if $gateway.http2.enabled -}}
{{- $ports = append $ports (dict "name" "h2c" "container" 8082 "service" $gateway.http2.servicePort "protocol" "kubernetes.io/h2c") -}}
{{- end -}}
{{- range $gateway.seedPorts -}}
{{- $ports = append $ports (dict "name" (printf "seed-%d" (int .)) "container" (int .) "service" (int .) "protocol" "http") -}}
{{- end -}}
{{- $taken := dict -}}
{{- range $ports -}}
{{- $key := toString (int .service) -}}
{{- with get $taken $key }}{{ fail (printf "Port %s of the gateway's Service is asked for twice: look at gateway.service.port, httpsPort, gateway.http2.servicePort and gateway.seedPorts." $key) }}{{ end -}}
{{- $_ := set $taken $key "yes" -}}
{{- end -}}
{{- toJson $ports -}}
{{- end -}}

{{/* Where pods of the release find it. */}}
{{- define "argus.gateway.url" -}}
{{- $port := .Values.gateway.service.port | int -}}
{{- printf "http://%s.%s.svc.%s%s" (include "argus.gateway.name" .) .Release.Namespace .Values.clusterDomain (eq $port 80 | ternary "" (printf ":%d" $port)) -}}
{{- end -}}

{{/* The Secret with the certificate, where there is one. */}}
{{- define "argus.gateway.tlsSecret" -}}
{{- $tls := .Values.gateway.tls -}}
{{- if $tls.existingSecret -}}
{{- $tls.existingSecret -}}
{{- else if $tls.certManager.enabled -}}
{{- include "argus.gateway.name" . }}-tls
{{- end -}}
{{- end -}}

{{/* The Secret with API keys, where they are used. */}}
{{- define "argus.gateway.keys" -}}
{{- $auth := .Values.gateway.auth -}}
{{- if $auth.existingSecret -}}
{{- $auth.existingSecret -}}
{{- else if not (or $auth.disabled (include "argus.gateway.jwt" .)) -}}
{{- include "argus.gateway.name" . }}-keys
{{- end -}}
{{- end -}}

{{/* Whether keys are taken: those of callers, or that of the workers alone. */}}
{{- define "argus.gateway.takesKeys" -}}
{{- if or (include "argus.gateway.keys" .) (include "argus.jobs.makesKey" .) -}}yes{{- end -}}
{{- end -}}

{{/* Whether the chart makes the first key itself. */}}
{{- define "argus.gateway.makesKey" -}}
{{- if and .Values.gateway.enabled .Values.gateway.auth.generateKey (not .Values.gateway.auth.existingSecret) (include "argus.gateway.keys" .) -}}yes{{- end -}}
{{- end -}}

{{- define "argus.gateway.jwt" -}}
{{- if or .Values.gateway.auth.jwt.existingSecret .Values.gateway.auth.jwt.existingConfigMap -}}yes{{- end -}}
{{- end -}}

{{/* Seconds that a gateway may take to end. */}}
{{- define "argus.gateway.grace" -}}
{{- div (add (int64 .Values.gateway.drainDelayMs) (int64 .Values.gateway.shutdownTimeoutMs) 5999) 1000 -}}
{{- end -}}
