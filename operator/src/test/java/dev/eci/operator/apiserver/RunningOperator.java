// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import dev.eci.operator.OperatorFactory;
import dev.eci.operator.config.AuditSettings;
import dev.eci.operator.config.CertificateSettings;
import dev.eci.operator.config.CertificateSettings.Mode;
import dev.eci.operator.config.LeaderSettings;
import dev.eci.operator.config.RegistryRefreshSettings;
import dev.eci.operator.config.Settings;
import dev.eci.operator.desired.InstallationContext;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** An operator in this process, with the rights that it has in production. */
final class RunningOperator implements AutoCloseable {
  static final CertificateSettings CERTIFICATES =
      new CertificateSettings(
          Mode.SELF_MANAGED,
          Duration.ofDays(365),
          Duration.ofDays(90),
          Duration.ofHours(1),
          Duration.ofMinutes(5));

  private final KubernetesClient client = ApiServer.as("eci-operator");
  private final Operator operator;

  private RunningOperator(Settings settings) {
    operator = OperatorFactory.of(client, settings, Clock.systemUTC());
    operator.start();
  }

  static RunningOperator start() {
    return start(CERTIFICATES);
  }

  static RunningOperator start(CertificateSettings certificates, String... excludedNamespaces) {
    return start(RegistryRefreshSettings.USUAL, certificates, excludedNamespaces);
  }

  /** Most tests have EciNodes without agents, and want no operator that notices. */
  static RunningOperator start(
      RegistryRefreshSettings registries,
      CertificateSettings certificates,
      String... excludedNamespaces) {
    return start(registries, certificates, Duration.ofHours(1), excludedNamespaces);
  }

  static RunningOperator noticingLostAgentsAfter(Duration agentGrace) {
    return start(RegistryRefreshSettings.USUAL, CERTIFICATES, agentGrace);
  }

  private static RunningOperator start(
      RegistryRefreshSettings registries,
      CertificateSettings certificates,
      Duration agentGrace,
      String... excludedNamespaces) {
    return new RunningOperator(
        new Settings(
            ApiServer.NAMESPACE,
            excludedNamespaces.length == 0 ? List.of("kube-system") : List.of(excludedNamespaces),
            InstallationContext.TIMEOUT_SECONDS,
            List.of("system:masters", "eci:admins"),
            List.of(),
            new AuditSettings(Duration.ofSeconds(2), Duration.ofMillis(500)),
            certificates,
            new LeaderSettings(
                UUID.randomUUID().toString(),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofMillis(300),
                false),
            registries,
            agentGrace));
  }

  void stop() {
    operator.stop();
  }

  @Override
  public void close() {
    stop();
    client.close();
  }
}
