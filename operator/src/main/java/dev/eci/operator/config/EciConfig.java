// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The properties under {@code eci}, each also an environment variable (ECI_NAMESPACE …). */
@ConfigMapping(prefix = "eci")
public interface EciConfig {
  @WithDefault("eci-system")
  String namespace();

  Webhook webhook();

  Lock lock();

  Audit audit();

  Certificates certificates();

  Leader leader();

  Uninstall uninstall();

  Registries registries();

  /** How long a node may be without an agent, as during an update, before it counts as lost. */
  @WithDefault("45S")
  Duration agentGrace();

  /** eci.webhook. */
  interface Webhook {
    /** Namespaces whose pods bypass the webhook. The product's own is always one of them. */
    @WithDefault("kube-system")
    List<String> excludedNamespaces();

    /** How long the API server waits for the webhook. */
    @WithDefault("3")
    int timeoutSeconds();
  }

  /** eci.lock. */
  interface Lock {
    /** Groups whose members may change what a policy locks. */
    @WithDefault("system:masters,eci:admins")
    List<String> adminGroups();

    /** Further users who may, such as the service account of a GitOps tool. */
    Optional<List<String>> adminUsers();
  }

  /** eci.audit. */
  interface Audit {
    /** How often running pods are evaluated; 0: never. */
    @WithDefault("10m")
    @WithConverter(KubernetesDuration.class)
    Duration interval();

    @WithDefault("30S")
    Duration afterChange();
  }

  /** eci.certificates. */
  interface Certificates {
    @WithDefault("self-managed")
    CertificateSettings.Mode mode();

    @WithDefault("365D")
    Duration caLifetime();

    @WithDefault("90D")
    Duration leafLifetime();

    @WithDefault("1H")
    Duration overlap();

    @WithDefault("5M")
    Duration clockSkew();
  }

  /** eci.leader. */
  interface Leader {
    /** Default: the host's name, which is the pod's name. */
    Optional<String> identity();

    @WithDefault("15S")
    Duration leaseDuration();

    @WithDefault("10S")
    Duration renewDeadline();

    @WithDefault("2S")
    Duration retryPeriod();
  }

  /** eci.registries. */
  interface Registries {
    /** Registries, {@code host[:port]}, that are reached over plain HTTP. */
    Optional<List<String>> plainHttp();

    /** A pull secret's .dockerconfigjson. */
    Optional<Path> credentials();

    /** Additional CA certificates (PEM). */
    Optional<Path> authorities();

    /** How often the digests of listed tags are resolved. */
    @WithDefault("15m")
    @WithConverter(KubernetesDuration.class)
    Duration interval();
  }

  /** eci.uninstall. */
  interface Uninstall {
    @WithDefault("150S")
    Duration timeout();

    @WithDefault("2S")
    Duration poll();

    @WithDefault("eci-operator")
    String deployment();

    /** The name of the Helm release. */
    @WithDefault("eci")
    String release();

    /** The UID of the product's namespace, where Helm does not uninstall. */
    Optional<String> confirm();
  }

  default Settings settings(String hostname) {
    return new Settings(
        namespace(),
        webhook().excludedNamespaces(),
        webhook().timeoutSeconds(),
        lock().adminGroups(),
        lock().adminUsers().orElse(List.of()),
        new AuditSettings(audit().interval(), audit().afterChange()),
        new CertificateSettings(
            certificates().mode(),
            certificates().caLifetime(),
            certificates().leafLifetime(),
            certificates().overlap(),
            certificates().clockSkew()),
        new LeaderSettings(
            leader().identity().orElse(hostname),
            leader().leaseDuration(),
            leader().renewDeadline(),
            leader().retryPeriod(),
            true),
        new RegistryRefreshSettings(
            Set.copyOf(registries().plainHttp().orElse(List.of())),
            registries().credentials(),
            registries().authorities(),
            registries().interval()),
        agentGrace());
  }

  default UninstallSettings uninstallSettings() {
    return new UninstallSettings(
        uninstall().timeout(),
        uninstall().poll(),
        uninstall().deployment(),
        uninstall().release(),
        uninstall().confirm());
  }
}
