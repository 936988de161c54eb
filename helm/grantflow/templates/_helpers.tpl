{{/* Names are cut so that what the chart appends still fits into 63 characters. */}}
{{- define "grantflow.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "grantflow.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "grantflow.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "grantflow.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "grantflow.selectorLabels" -}}
app.kubernetes.io/name: {{ include "grantflow.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: service
{{- end -}}

{{/* Of every object. Call with a dict of root and component. */}}
{{- define "grantflow.labels" -}}
app.kubernetes.io/name: {{ include "grantflow.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Call with a dict of root, component, and annotations of the object itself. */}}
{{- define "grantflow.metadata" -}}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "grantflow.labels" . | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- $annotations := merge (dict) (.annotations | default dict) .root.Values.commonAnnotations }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "grantflow.image" -}}
{{- $repository := .Values.image.repository -}}
{{- if .Values.image.registry -}}
{{- $repository = printf "%s/%s" (trimSuffix "/" .Values.image.registry) $repository -}}
{{- end -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "grantflow.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "grantflow.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Of every pod: what Pod Security `restricted` asks for. */}}
{{- define "grantflow.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ .Values.runAsUser }}
runAsGroup: {{ .Values.runAsUser }}
fsGroup: {{ .Values.runAsUser }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "grantflow.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "grantflow.usesSasl" -}}
{{- if hasPrefix "SASL_" .Values.kafka.securityProtocol }}true{{ end -}}
{{- end -}}

{{/* The settings as Grantflow reads them; `config` goes before what the chart says. Nothing of it is secret. */}}
{{- define "grantflow.settings" -}}
{{- $root := . -}}
{{- $kafka := dict "bootstrap" (dict "servers" .Values.kafka.bootstrapServers) "security" (dict "protocol" .Values.kafka.securityProtocol) -}}
{{- if include "grantflow.usesSasl" . -}}
{{- $_ := set $kafka "sasl" (dict "mechanism" .Values.kafka.saslMechanism) -}}
{{- end -}}
{{- if .Values.kafka.caSecret -}}
{{- $_ := set $kafka "ssl" (dict "truststore" (dict "type" "PEM" "location" (printf "/etc/grantflow/secrets/kafka/%s" .Values.kafka.caKey))) -}}
{{- end -}}
{{- $ssl := dict "sslMode" .Values.mysql.tls.mode -}}
{{- if .Values.mysql.tls.existingSecret -}}
{{- $_ := set $ssl "trustCertificateKeyStoreUrl" (printf "file:/etc/grantflow/secrets/mysql/%s" .Values.mysql.tls.truststoreKey) -}}
{{- $_ := set $ssl "trustCertificateKeyStoreType" "PKCS12" -}}
{{- $_ := set $ssl "trustCertificateKeyStorePassword" "${MYSQL_TRUSTSTORE_PASSWORD}" -}}
{{- $_ := set $ssl "fallbackToSystemTrustStore" false -}}
{{- end -}}
{{- $topics := dict "commands-topic" .Values.kafka.topics.commands "events-topic" .Values.kafka.topics.events "dead-letter-topic" .Values.kafka.topics.deadLetter "topics" (ternary "CHECK" .Values.kafka.topics.mode .Values.kafka.topics.job) "partitions" (int .Values.kafka.topics.partitions) -}}
{{- with .Values.kafka.topics.replicationFactor -}}
{{- $_ := set $topics "replication-factor" (int .) -}}
{{- end -}}
{{- $grantflow := dict "public-uri" .Values.publicUri "clients" .Values.clients "kafka" $topics "encryption" (dict "keyset-file" (printf "/etc/grantflow/secrets/keyset/%s" .Values.encryption.key)) "shutdown" (dict "period" (printf "%ds" (int .Values.shutdown.periodSeconds))) -}}
{{- with .Values.defaultClient -}}{{- $_ := set $grantflow "default-client" . -}}{{- end -}}
{{- with .Values.trustedProxies -}}{{- $_ := set $grantflow "http" (dict "trusted-proxies" (join "," .)) -}}{{- end -}}
{{- if .Values.api.enabled -}}{{- $_ := set $grantflow "api" (dict "enabled" true) -}}{{- end -}}
{{- if .Values.transport.plain -}}{{- $_ := set $grantflow "transport" (dict "plain" true) -}}{{- end -}}
{{- $security := dict -}}
{{- if .Values.security.issuer -}}
{{- $_ := set $security "issuer" .Values.security.issuer -}}
{{- $_ := set $security "audience" .Values.security.audience -}}
{{- with .Values.security.jwksUri -}}{{- $_ := set $security "jwks-uri" . -}}{{- end -}}
{{- with .Values.security.clientsClaim -}}{{- $_ := set $security "clients-claim" . -}}{{- end -}}
{{- end -}}
{{- if .Values.security.metricsOpen -}}{{- $_ := set $security "metrics-open" true -}}{{- end -}}
{{- with $security -}}{{- $_ := set $grantflow "security" . -}}{{- end -}}
{{- $settings := dict "grantflow" $grantflow "kafka" $kafka "datasources" (dict "default" (dict "url" .Values.mysql.url "maximum-pool-size" (int .Values.mysql.poolSize) "data-source-properties" $ssl)) -}}
{{- if eq .Values.migration "job" -}}
{{- $_ := set $settings "flyway" (dict "datasources" (dict "default" (dict "enabled" false))) -}}
{{- end -}}
{{- if ne .Values.logging.level "INFO" -}}
{{- $_ := set $settings "logger" (dict "levels" (dict "dev.grantflow" .Values.logging.level)) -}}
{{- end -}}
{{- toYaml (mergeOverwrite $settings (deepCopy .Values.config)) -}}
{{- end -}}

{{/* The login for MySQL. Call with the section of the values that names it. */}}
{{- define "grantflow.mysqlLogin" -}}
- name: MYSQL_USER
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .usernameKey }}
- name: MYSQL_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .passwordKey }}
{{- end -}}

{{/* Environment of each container of the image, but for the login. */}}
{{- define "grantflow.env" -}}
- name: MICRONAUT_CONFIG_FILES
  value: /etc/grantflow/application.yml
{{- if .Values.mysql.tls.existingSecret }}
- name: MYSQL_TRUSTSTORE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .Values.mysql.tls.existingSecret }}
      key: {{ .Values.mysql.tls.passwordKey }}
{{- end }}
{{- if include "grantflow.usesSasl" . }}
- name: KAFKA_SASL_JAAS_CONFIG
  valueFrom:
    secretKeyRef:
      name: {{ .Values.kafka.existingSecret }}
      key: {{ .Values.kafka.jaasConfigKey }}
{{- end }}
{{- if ne .Values.logging.format "text" }}
- name: GRANTFLOW_LOG_FORMAT
  value: {{ .Values.logging.format }}
{{- end }}
{{- if .Values.tracing.enabled }}
- name: OTEL_TRACES_EXPORTER
  value: otlp
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .Values.tracing.endpoint | quote }}
- name: OTEL_TRACES_SAMPLER
  value: parentbased_traceidratio
- name: OTEL_TRACES_SAMPLER_ARG
  value: {{ .Values.tracing.ratio | quote }}
{{- end }}
{{- with .Values.javaToolOptions }}
- name: JAVA_TOOL_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Folders and not single files (subPath), so that what changes in a Secret is seen without a restart. */}}
{{- define "grantflow.volumeMounts" -}}
- name: config
  mountPath: /etc/grantflow/application.yml
  subPath: application.yml
  readOnly: true
- name: keyset
  mountPath: /etc/grantflow/secrets/keyset
  readOnly: true
{{- if .Values.clientKeys.existingSecret }}
- name: client-keys
  mountPath: /etc/grantflow/secrets/clients
  readOnly: true
{{- end }}
{{- if .Values.kafka.caSecret }}
- name: kafka-ca
  mountPath: /etc/grantflow/secrets/kafka
  readOnly: true
{{- end }}
{{- if .Values.mysql.tls.existingSecret }}
- name: mysql-ca
  mountPath: /etc/grantflow/secrets/mysql
  readOnly: true
{{- end }}
- name: tmp
  mountPath: /tmp
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Call with a dict of root and the name of the ConfigMap. */}}
{{- define "grantflow.volumes" -}}
- name: config
  configMap:
    name: {{ .config }}
- name: keyset
  secret:
    secretName: {{ .root.Values.encryption.existingSecret }}
    defaultMode: 0440
{{- with .root.Values.clientKeys.existingSecret }}
- name: client-keys
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with .root.Values.kafka.caSecret }}
- name: kafka-ca
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with .root.Values.mysql.tls.existingSecret }}
- name: mysql-ca
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- with .root.Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Of every pod, whatever it does. */}}
{{- define "grantflow.podSpec" -}}
automountServiceAccountToken: false
# For a Service named grantflow it would set GRANTFLOW_PORT to an address, where Grantflow looks for a number.
enableServiceLinks: false
securityContext:
  {{- include "grantflow.podSecurityContext" . | nindent 2 }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{/* What cannot work, all of it at once, each with its remedy. The schema sees to types and names. */}}
{{- define "grantflow.check" -}}
{{- $faults := list -}}
{{- if not .Values.image.repository -}}
{{- $faults = append $faults "image.repository is empty, and no public registry has the image: push it (./mvnw -Pimage -Dimage.to=registry -Dimage.repository=registry.example.com/team/grantflow) and name that" -}}
{{- end -}}
{{- if not .Values.publicUri -}}
{{- $faults = append $faults "publicUri is empty: say where browsers reach Grantflow, such as https://grants.example.com" -}}
{{- end -}}
{{- if not .Values.clients -}}
{{- $faults = append $faults "clients is empty: name a client instance, with wallet-address, key-id and key-file" -}}
{{- end -}}
{{- if and (not .Values.clientKeys.existingSecret) (contains "/etc/grantflow/secrets/clients/" (toYaml .Values.clients)) -}}
{{- $faults = append $faults "clientKeys.existingSecret is empty, and clients has keys at /etc/grantflow/secrets/clients: name the Secret that holds them" -}}
{{- end -}}
{{- if not .Values.encryption.existingSecret -}}
{{- $faults = append $faults "encryption.existingSecret is empty: make a keyset (java -jar grantflow.jar keyset create keyset.json), put it into a Secret and name that" -}}
{{- end -}}
{{- if not .Values.mysql.url -}}
{{- $faults = append $faults "mysql.url is empty: give a JDBC URL, such as jdbc:mysql://mysql.example:3306/grantflow" -}}
{{- end -}}
{{- if regexMatch `(?i)[?&,(][a-z]*(user|password[0-9]?)=|//[^/]*@` .Values.mysql.url -}}
{{- $faults = append $faults "mysql.url holds a login, and a ConfigMap is no place for it: put it into the Secret of mysql.existingSecret" -}}
{{- end -}}
{{- if regexMatch `(?im)^\s*["']?[a-z0-9.-]*(password|jaas|secret|private-key)[a-z0-9.-]*["']?:(\s+config:)? *["']?[^$\s"']` (toYaml .Values.config) -}}
{{- $faults = append $faults "config holds what looks like a secret: put it into a Secret, give it to the environment by extraEnv, and name the variable here, as in ${NAME}" -}}
{{- end -}}
{{- if or (dig "grantflow" "shutdown" "period" "" .Values.config) (hasKey .Values.config "grantflow.shutdown.period") -}}
{{- $faults = append $faults "config.grantflow.shutdown.period is told to the service alone, and Kubernetes would kill it before: use shutdown.periodSeconds, which both are told of" -}}
{{- end -}}
{{- if and .Values.jobs.mysql.existingSecret (ne .Values.migration "job") -}}
{{- $faults = append $faults "jobs.mysql.existingSecret is for the Job that migrates, which there is with migration: job alone" -}}
{{- end -}}
{{- if not .Values.mysql.existingSecret -}}
{{- $faults = append $faults "mysql.existingSecret is empty: name the Secret with user and password" -}}
{{- end -}}
{{- if not .Values.kafka.bootstrapServers -}}
{{- $faults = append $faults "kafka.bootstrapServers is empty: give host:port of brokers, with commas between them" -}}
{{- end -}}
{{- if and (include "grantflow.usesSasl" .) (not .Values.kafka.existingSecret) -}}
{{- $faults = append $faults (printf "kafka.existingSecret is empty, and %s wants a login: name the Secret with sasl.jaas.config" .Values.kafka.securityProtocol) -}}
{{- end -}}
{{- if not .Values.transport.plain -}}
{{- if not (hasPrefix "VERIFY_" .Values.mysql.tls.mode) -}}
{{- $faults = append $faults (printf "mysql.tls.mode is %s, which does not know who answers: use VERIFY_IDENTITY, or set transport.plain where something else protects the way" .Values.mysql.tls.mode) -}}
{{- end -}}
{{- if not (hasSuffix "SSL" .Values.kafka.securityProtocol) -}}
{{- $faults = append $faults (printf "kafka.securityProtocol is %s, which is in the clear: use SASL_SSL or SSL, or set transport.plain where something else protects the way" .Values.kafka.securityProtocol) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.security.issuer (not .Values.security.audience) -}}
{{- $faults = append $faults "security.audience is empty: say what tokens of security.issuer must be meant for" -}}
{{- end -}}
{{- if and .Values.security.issuer (not .Values.security.jwksUri) (not (dig "grantflow" "security" "jwks-file" "" .Values.config)) -}}
{{- $faults = append $faults "security.jwksUri is empty: say where security.issuer publishes its keys" -}}
{{- end -}}
{{- if and .Values.api.enabled (not .Values.security.issuer) -}}
{{- $faults = append $faults "api.enabled needs security.issuer: nobody could call the API" -}}
{{- end -}}
{{- if and .Values.tracing.enabled (not .Values.tracing.endpoint) -}}
{{- $faults = append $faults "tracing.endpoint is empty: say where traces go, such as http://otel-collector.observability:4318" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled .Values.keda.enabled -}}
{{- $faults = append $faults "autoscaling.enabled and keda.enabled both decide on replicas: switch one of them off" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- $faults = append $faults "autoscaling.minReplicas is above autoscaling.maxReplicas" -}}
{{- end -}}
{{- if and .Values.keda.enabled (gt (int .Values.keda.minReplicas) (int (include "grantflow.kedaReplicas" .))) -}}
{{- $faults = append $faults (printf "keda.minReplicas is above %s, the lesser of keda.maxReplicas and kafka.topics.partitions" (include "grantflow.kedaReplicas" .)) -}}
{{- end -}}
{{- if and .Values.keda.enabled (ne .Values.kafka.securityProtocol "PLAINTEXT") (not .Values.keda.authenticationRef) -}}
{{- $faults = append $faults (printf "keda.authenticationRef is empty, and %s wants a TriggerAuthentication: name one" .Values.kafka.securityProtocol) -}}
{{- end -}}
{{- if and .Values.gateway.enabled (not .Values.gateway.parentRefs) -}}
{{- $faults = append $faults "gateway.parentRefs is empty: name the Gateway that the HTTPRoute is for" -}}
{{- end -}}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.metrics.serviceMonitor.tokenSecret) (not .Values.security.metricsOpen) -}}
{{- $faults = append $faults "metrics.serviceMonitor.enabled needs metrics.serviceMonitor.tokenSecret or security.metricsOpen: Prometheus would not be let in" -}}
{{- end -}}
{{- with $faults -}}
{{- fail (printf "\n- %s\n" (join "\n- " .)) -}}
{{- end -}}
{{- end -}}

{{/* A replica without a partition would read nothing. */}}
{{- define "grantflow.kedaReplicas" -}}
{{- min (int .Values.keda.maxReplicas) (int .Values.kafka.topics.partitions) -}}
{{- end -}}

{{/* Those of the policy and those that the address names, as JSON. */}}
{{- define "grantflow.mysqlPorts" -}}
{{- $ports := list -}}
{{- range regexFindAll ":[0-9]+" (regexFind "//[^/?]*" .Values.mysql.url) -1 -}}
{{- $ports = append $ports (trimPrefix ":" . | int) -}}
{{- end -}}
{{- $ports | default (list 3306) | uniq | toJson -}}
{{- end -}}

{{- define "grantflow.kafkaPorts" -}}
{{- $ports := list -}}
{{- range splitList "," .Values.kafka.bootstrapServers -}}
{{- $ports = append $ports (splitList ":" . | last | int) -}}
{{- end -}}
{{- range .Values.networkPolicy.kafkaPorts -}}
{{- $ports = append $ports (int .) -}}
{{- end -}}
{{- $ports | uniq | toJson -}}
{{- end -}}
