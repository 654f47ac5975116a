{{- /* Lets Prometheus in, and nobody when its namespaces are not named; the nodes' probes are let in by Kubernetes itself. */ -}}
{{- define "kubezap.scrapeRule" -}}
{{- if .Values.monitoring.namespaces -}}
- from:
  {{- range .Values.monitoring.namespaces }}
  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ . }}}}
  {{- end }}
  ports:
  - {port: management, protocol: TCP}
{{- else -}}
[]
{{- end -}}
{{- end -}}
