{{- /* Rights of a component in the whole cluster, or in each of the namespaces: (list context component rules). */ -}}
{{- define "kubezap.componentRights" -}}
{{- $context := index . 0 }}
{{- $component := index . 1 }}
{{- $rules := index . 2 }}
{{- $name := printf "%s-%s" (include "kubezap.fullname" $context) $component }}
{{- $kind := ternary "Role" "ClusterRole" (gt (len $context.Values.namespaces) 0) }}
{{- range $namespace := $context.Values.namespaces | default (list "") }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}
metadata:
  name: {{ $name }}
  {{- with $namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "kubezap.labels" (list $context $component) | nindent 4 }}
rules:
{{ toYaml $rules }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}Binding
metadata:
  name: {{ $name }}
  {{- with $namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "kubezap.labels" (list $context $component) | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ $kind }}
  name: {{ $name }}
subjects:
- kind: ServiceAccount
  name: {{ $name }}
  namespace: {{ $context.Release.Namespace }}
{{- end }}
{{- end -}}
