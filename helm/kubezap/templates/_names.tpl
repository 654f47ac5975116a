{{- define "kubezap.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "kubezap.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "kubezap.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "kubezap.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- /* Labels that tell a component's pods from all others: (list context component). */ -}}
{{- define "kubezap.selector" -}}
{{- $context := index . 0 -}}
app.kubernetes.io/name: kubezap
app.kubernetes.io/instance: {{ $context.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- /* Labels of every object: (list context component). */ -}}
{{- define "kubezap.labels" -}}
{{- $context := index . 0 -}}
{{ include "kubezap.selector" . }}
app.kubernetes.io/part-of: kubezap
app.kubernetes.io/version: {{ $context.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $context.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $context.Chart.Name $context.Chart.Version | replace "+" "_" }}
{{- with $context.Values.extraLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* A whole image name: (list context image). */ -}}
{{- define "kubezap.image" -}}
{{- $context := index . 0 -}}
{{- $image := index . 1 -}}
{{- with $context.Values.image.registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ default $context.Chart.AppVersion $context.Values.image.tag }}{{ end -}}
{{- end -}}

{{- /* Labels of a component's pods; a new version of the chart alone restarts none: (list context component). */ -}}
{{- define "kubezap.podLabels" -}}
{{ include "kubezap.selector" . }}
app.kubernetes.io/part-of: kubezap
{{- with (index . 0).Values.extraLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}
