{{- /* Image of a part: eci.image (dict "root" $ "name" "operator") */ -}}
{{- define "eci.image" -}}
{{- $image := .root.Values.image -}}
{{- if $image.registry }}{{ $image.registry }}/{{ end }}eci/{{ .name }}:{{ $image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- /* Labels that every object carries: eci.labels (dict "root" $ "name" "operator") */ -}}
{{- define "eci.labels" -}}
app.kubernetes.io/name: eci-{{ .name }}
app.kubernetes.io/part-of: eci
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end }}

{{- /* The security context of every pod except the agent, which needs more. */ -}}
{{- define "eci.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end }}
{{- define "eci.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "eci.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
{{- end }}

{{- /* Seconds of a duration such as 1h30m: eci.seconds "1h30m" */ -}}
{{- define "eci.seconds" -}}
{{- $sum := 0 }}
{{- range regexFindAll "[0-9]+[hms]" . -1 }}
{{- $unit := get (dict "h" 3600 "m" 60 "s" 1) (regexFind "[hms]" .) }}
{{- $sum = add $sum (mul (regexFind "[0-9]+" . | atoi) $unit) }}
{{- end }}
{{- $sum }}
{{- end }}

{{- /* Settings of the operator, which the uninstall job shares. */ -}}
{{- define "eci.operatorEnv" -}}
- {name: ECI_NAMESPACE, value: {{ .Release.Namespace }}}
- {name: ECI_WEBHOOK_EXCLUDED_NAMESPACES, value: {{ append .Values.webhook.excludedNamespaces .Release.Namespace | uniq | join "," | quote }}}
- {name: ECI_WEBHOOK_TIMEOUT_SECONDS, value: {{ .Values.webhook.timeoutSeconds | quote }}}
- {name: ECI_LOCK_ADMIN_GROUPS, value: {{ join "," .Values.lock.adminGroups | quote }}}
{{- $users := .Values.lock.adminUsers }}
{{- if eq .Values.certificates.mode "cert-manager" }}{{ $users = append $users "system:serviceaccount:cert-manager:cert-manager" | uniq }}{{ end }}
{{- if $users }}
- {name: ECI_LOCK_ADMIN_USERS, value: {{ join "," $users | quote }}}
{{- end }}
- {name: ECI_AUDIT_INTERVAL, value: {{ .Values.audit.interval | quote }}}
- {name: ECI_CERTIFICATES_MODE, value: {{ .Values.certificates.mode }}}
{{- with .Values.registries }}
{{- if lt (include "eci.seconds" .interval | int) 10 }}
{{- fail (printf "registries.interval is %s; it must be at least 10s" .interval) }}
{{- end }}
- {name: ECI_REGISTRIES_INTERVAL, value: {{ .interval | quote }}}
{{- with .plainHttp }}
- {name: ECI_REGISTRIES_PLAIN_HTTP, value: {{ join "," . | quote }}}
{{- end }}
{{- if .pullSecret }}
- {name: ECI_REGISTRIES_CREDENTIALS, value: /etc/eci/registries/credentials/.dockerconfigjson}
{{- end }}
{{- if .caConfigMap }}
- {name: ECI_REGISTRIES_AUTHORITIES, value: /etc/eci/registries/authorities/ca.crt}
{{- end }}
{{- with .proxy.https }}
- {name: HTTPS_PROXY, value: {{ . | quote }}}
{{- end }}
{{- with .proxy.none }}
- {name: NO_PROXY, value: {{ join "," . | quote }}}
{{- end }}
{{- end }}
- {name: ECI_UNINSTALL_TIMEOUT, value: {{ printf "%ds" (int .Values.uninstall.timeoutSeconds) }}}
{{- end }}

{{- /*
Whether the chart has the uninstall job: not where it is rendered without a cluster (helm template, kustomize, kapp), because whatever
applies the result applies the job too. There, users confirm the uninstallation with uninstall.confirm.
*/ -}}
{{- define "eci.hasUninstallJob" -}}
{{- if or .Values.uninstall.confirm (include "eci.hasCluster" .) }}true{{ end }}
{{- end }}

{{- /*
Whether Helm has discovered what a cluster serves. Without one, Helm assumes the kinds that its client library knows, which APIService is not among.
*/ -}}
{{- define "eci.hasCluster" -}}
{{- if .Capabilities.APIVersions.Has "apiregistration.k8s.io/v1/APIService" }}true{{ end }}
{{- end }}
