{{- define "argus.webhook.secret" -}}
{{- $certificate := .Values.operator.webhook.certificate -}}
{{- if eq $certificate.source "secret" -}}
{{- required "operator.webhook.certificate.secretName must name the Secret with tls.crt and tls.key where operator.webhook.certificate.source is secret." $certificate.secretName -}}
{{- else -}}
{{- include "argus.operator.name" . }}-webhook
{{- end -}}
{{- end -}}

{{/* Names by which the API server calls it. */}}
{{- define "argus.webhook.hosts" -}}
{{- $service := printf "%s.%s.svc" (include "argus.operator.name" .) .Release.Namespace -}}
{{- list $service (printf "%s.%s" $service .Values.clusterDomain) | toJson -}}
{{- end -}}

{{/*
The certificate that the chart makes by itself, as JSON with ca, crt and key (base64). The one that is in the cluster is kept: a new one at every
upgrade would be refused until the last pod has taken it up.
*/}}
{{- define "argus.webhook.generated" -}}
{{- $name := include "argus.webhook.secret" . -}}
{{- $there := (lookup "v1" "Secret" .Release.Namespace $name).data | default dict -}}
{{- if and (index $there "ca.crt") (index $there "tls.crt") (index $there "tls.key") -}}
{{- dict "ca" (index $there "ca.crt") "crt" (index $there "tls.crt") "key" (index $there "tls.key") | toJson -}}
{{- else -}}
{{- $hosts := include "argus.webhook.hosts" . | fromJsonArray -}}
{{- $days := int .Values.operator.webhook.certificate.days -}}
{{- $ca := genCA (printf "%s-ca" $name) $days -}}
{{- $leaf := genSignedCert (first $hosts) nil $hosts $days $ca -}}
{{- dict "ca" (b64enc $ca.Cert) "crt" (b64enc $leaf.Cert) "key" (b64enc $leaf.Key) | toJson -}}
{{- end -}}
{{- end -}}
