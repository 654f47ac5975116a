{{- /* Lets Prometheus in; the nodes' probes are let in by Kubernetes itself. Without its namespaces there is no rule, and nobody
comes in: an empty list would be left out by the API server, and written again by each upgrade. */ -}}
{{- define "kubezap.scrapeRule" -}}
- from:
  {{- range .Values.monitoring.namespaces }}
  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ . }}}}
  {{- end }}
  ports:
  - {port: management, protocol: TCP}
{{- end -}}
