// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.operator.config.CertificateSettings.Mode;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void hasExpectedDefaults() {
    EciConfig config = config(Map.of());
    assertThat(config.settings("pod-1"))
        .isEqualTo(
            new Settings(
                "eci-system",
                List.of("eci-system", "kube-system"),
                3,
                List.of("system:masters", "eci:admins"),
                List.of(),
                new AuditSettings(Duration.ofMinutes(10), Duration.ofSeconds(30)),
                new CertificateSettings(
                    Mode.SELF_MANAGED,
                    Duration.ofDays(365),
                    Duration.ofDays(90),
                    Duration.ofHours(1),
                    Duration.ofMinutes(5)),
                new LeaderSettings(
                    "pod-1",
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    true),
                RegistryRefreshSettings.USUAL,
                Duration.ofSeconds(45)));
    assertThat(config.uninstallSettings())
        .isEqualTo(
            new UninstallSettings(
                Duration.ofSeconds(150),
                Duration.ofSeconds(2),
                "eci-operator",
                "eci",
                Optional.empty()));
  }

  @Test
  void readsEverySetting() {
    EciConfig config =
        config(
            Map.of(
                "eci.namespace", "security",
                "eci.webhook.excluded-namespaces", "kube-system, kube-node-lease",
                "eci.webhook.timeout-seconds", "5",
                "eci.certificates.mode", "cert-manager",
                "eci.certificates.ca-lifetime", "30S",
                "eci.certificates.leaf-lifetime", "PT20S",
                "eci.certificates.overlap", "5S",
                "eci.certificates.clock-skew", "0S",
                "eci.uninstall.timeout", "1M",
                "eci.uninstall.deployment", "other"));
    Settings settings = config.settings("pod-1");
    assertThat(settings.namespace()).isEqualTo("security");
    assertThat(settings.excludedNamespaces())
        .containsExactly("kube-node-lease", "kube-system", "security");
    assertThat(settings.certificates())
        .isEqualTo(
            new CertificateSettings(
                Mode.CERT_MANAGER,
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ZERO));
    assertThat(settings.installationContext().webhookTimeoutSeconds()).isEqualTo(5);
    assertThat(config.uninstallSettings().timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.uninstallSettings().deployment()).isEqualTo("other");
  }

  @Test
  void rejectsImpossibleLifetimes() {
    assertThatThrownBy(
            () -> config(Map.of("eci.certificates.leaf-lifetime", "366D")).settings("pod-1"))
        .hasMessageContaining("eci.certificates.leaf-lifetime");
    assertThatThrownBy(
            () -> config(Map.of("eci.certificates.leaf-lifetime", "1H")).settings("pod-1"))
        .hasMessageContaining("eci.certificates.overlap");
  }

  /** The chart passes its intervals on unchanged. */
  @Test
  void readsIntervalsAsTheChartWritesThem() {
    Settings settings =
        config(Map.of("eci.audit.interval", "90s", "eci.registries.interval", "1h30m"))
            .settings("pod-1");
    assertThat(settings.audit().interval()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.registries().interval()).isEqualTo(Duration.ofMinutes(90));
    assertThat(config(Map.of("eci.audit.interval", "0")).settings("pod-1").audit().interval())
        .isZero();
    assertThatThrownBy(() -> config(Map.of("eci.audit.interval", "ten minutes")))
        .hasStackTraceContaining("\"ten minutes\" is not a duration");
  }

  private static EciConfig config(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .withMapping(EciConfig.class)
        .withConverter(Duration.class, 100, new DurationConverter())
        .build()
        .getConfigMapping(EciConfig.class);
  }
}
