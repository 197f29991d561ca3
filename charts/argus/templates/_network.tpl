{{/* Where the API server is differs too much to be guessed: its ports are, and its addresses where they are given. */}}
{{- define "argus.apiServerEgress" -}}
- ports:
    {{- range .Values.networkPolicies.apiServer.ports }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
  {{- with .Values.networkPolicies.apiServer.cidrs }}
  to:
    {{- range . }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
  {{- end }}
{{- end -}}

{{/* Whole numbers, separated by commas; Helm reads those of a file as floats. */}}
{{- define "argus.numbers" -}}
{{- $texts := list -}}
{{- range . }}{{ $texts = append $texts (int64 . | toString) }}{{ end -}}
{{- join "," $texts -}}
{{- end -}}

{{/* The claim that keeps weights. */}}
{{- define "argus.cacheClaim" -}}
{{- .Values.modelServer.cache.claim.name | default (printf "%s-models" (include "argus.fullname" .)) -}}
{{- end -}}
