{{/* What the pods of operator, gateway and jobs have in common. */}}

{{- define "argus.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "argus.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Of a pod template. Called with (dict "root" $ "component" "operator" "values" .Values.operator). */}}
{{- define "argus.podMetadata" -}}
labels:
  {{- include "argus.labels" . | nindent 2 }}
  {{- with .values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  kubectl.kubernetes.io/default-container: {{ .component }}
  {{- with merge (dict) .values.podAnnotations .root.Values.commonAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* Where pods run. Without constraints of the user's own, replicas are spread over nodes and zones as far as that goes. */}}
{{- define "argus.placement" -}}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .root.Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
{{- if .values.topologySpreadConstraints }}
  {{- toYaml .values.topologySpreadConstraints | nindent 2 }}
{{- else }}
  {{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "argus.selector" $ | nindent 8 }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* More environment: name to value, or to valueFrom. The chart's own names are refused, since which one counts would be a matter of order. */}}
{{- define "argus.extraEnv" -}}
{{- $own := list -}}
{{- range .own | fromYamlArray }}{{ $own = append $own .name }}{{ end -}}
{{- range $name, $value := .values.env }}
{{- if has $name $own }}
{{- fail (printf "%s.env.%s: the chart sets it from a value of its own; look for it in values.yaml." $.component $name) }}
{{- end }}
- name: {{ $name }}
  {{- if kindIs "map" $value }}
  {{- toYaml $value | nindent 2 }}
  {{- else }}
  value: {{ $value | toString | quote }}
  {{- end }}
{{- end }}
{{- end -}}
