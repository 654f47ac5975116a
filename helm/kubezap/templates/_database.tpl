{{- /* Name of the Secret with the database's password. */ -}}
{{- define "kubezap.databaseSecret" -}}
{{- if eq .Values.database.source "Trial" -}}
{{- default (printf "%s-database" (include "kubezap.fullname" .)) .Values.database.trial.passwordSecret -}}
{{- else -}}
{{- required "database.secret.name: name the Secret with the login to PostgreSQL, or set database.source to Trial for a PostgreSQL to try Kubezap with" .Values.database.secret.name -}}
{{- end -}}
{{- end -}}

{{- /* The variables of the operator that say where the database is. Parts become a URL by Kubernetes' own $(NAME). */ -}}
{{- define "kubezap.databaseVariables" -}}
{{- $secret := include "kubezap.databaseSecret" . -}}
{{- if eq .Values.database.source "Trial" }}
- name: KUBEZAP_DATABASE_URL
  value: jdbc:postgresql://{{ include "kubezap.fullname" . }}-database.{{ .Release.Namespace }}.svc:5432/kubezap
- name: KUBEZAP_DATABASE_USER
  value: kubezap
{{- else if eq .Values.database.secret.format "URL" }}
- name: KUBEZAP_DATABASE_URL
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: url}}
- name: KUBEZAP_DATABASE_USER
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: user}}
{{- else }}
{{- range $part := list "host" "port" "dbname" }}
- name: DATABASE_{{ upper $part }}
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ $part }}}}
{{- end }}
- name: KUBEZAP_DATABASE_URL
  {{- $suffix := ternary (printf ".%s.svc" .Release.Namespace) "" (eq .Values.database.secret.format "CloudNativePG") }}
  value: jdbc:postgresql://$(DATABASE_HOST){{ $suffix }}:$(DATABASE_PORT)/$(DATABASE_DBNAME)
- name: KUBEZAP_DATABASE_USER
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: username}}
{{- end }}
- name: KUBEZAP_DATABASE_PASSWORD_FILE
  value: /etc/kubezap/database/password
{{- end -}}
