// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.operator.config.CertificateSettings;
import dev.eci.operator.config.CertificateSettings.Mode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateSecretsTest extends ApiServerTest {
  private static final CertificateSettings SECONDS =
      new CertificateSettings(
          Mode.SELF_MANAGED,
          Duration.ofSeconds(15),
          Duration.ofSeconds(6),
          Duration.ofSeconds(2),
          Duration.ZERO);

  @Test
  void writesBundleToWebhookConfigurations() {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      eventually(() -> {
        assertThat(published("eci-pods")).isEqualTo(bundle(tls()));
        assertThat(published("eci-policies")).isEqualTo(bundle(tls()));
      });
      assertThat(tls().getType()).isEqualTo("kubernetes.io/tls");
      assertThat(tls().getData()).containsOnlyKeys("ca.crt", "tls.crt", "tls.key");
      assertThat(served(tls())).isTrue();
    }
  }

  @Test
  void apiServersTrustWebhookDuringRotation() throws InterruptedException {
    apply(policy("one", "{}"));
    Set<List<X509Certificate>> bundles = new HashSet<>();
    Set<X509Certificate> leaves = new HashSet<>();
    try (var _ = RunningOperator.start(SECONDS)) {
      awaitReady("one", "True", "ReconcileSucceeded");
      Instant end = Instant.now().plusSeconds(32);
      while (Instant.now().isBefore(end)) {
        List<X509Certificate> before = published("eci-pods");
        Secret tls = tls();
        List<X509Certificate> after = published("eci-pods");
        X509Certificate leaf = certificates(tls, "tls.crt").getFirst();
        leaves.add(leaf);
        bundles.add(bundle(tls));
        assertThat(before).as("published before").anyMatch(ca -> signed(ca, leaf));
        assertThat(after).as("published after").anyMatch(ca -> signed(ca, leaf));
        assertThat(leaf.getNotAfter().toInstant()).as("end of the leaf").isAfter(Instant.now());
        Thread.sleep(Duration.ofMillis(50));
      }
    }
    assertThat(leaves).as("leaves").hasSizeGreaterThanOrEqualTo(5);
    assertThat(bundles).as("bundles of two").anyMatch(bundle -> bundle.size() == 2);
    assertThat(bundles)
        .as("bundles of one")
        .filteredOn(bundle -> bundle.size() == 1)
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(bundles).as("bundles of more").noneMatch(bundle -> bundle.size() > 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.crt", "tls.crt", "tls.key"})
  void regeneratesBrokenSecretValues(String key) {
    try (var _ = RunningOperator.start()) {
      eventually(() -> assertThat(served(tls())).isTrue());
      Secret broken = new SecretBuilder(tls()).addToData(key, base64("garbage")).build();
      cluster.resource(broken).update();
      eventually(() -> assertThat(served(tls())).isTrue());
      eventually(() -> assertThat(published("eci-policies")).isEqualTo(bundle(tls())));
    }
  }

  @Test
  void staysReadyDuringConflictingSecretWrites() {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start(SECONDS)) {
      awaitReady("one", "True", "ReconcileSucceeded");
      Instant end = Instant.now().plusSeconds(10);
      for (int i = 0; Instant.now().isBefore(end); i++) {
        // without a version, so that only the operator's writes meet conflicts
        cluster
            .secrets()
            .inNamespace(ApiServer.NAMESPACE)
            .withName("eci-webhook-tls")
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\":{\"annotations\":{\"count\":\"%d\"}}}".formatted(i));
      }
      assertThat(served(tls())).isTrue();
      assertThat(condition("one", "Ready").getStatus()).isEqualTo("True");
      assertThat(cluster.events().v1().events().inNamespace("default").list().getItems())
          .hasSize(1);
    }
  }

  @Test
  void regeneratesMissingSecrets() {
    try (var _ = RunningOperator.start()) {
      eventually(() -> assertThat(served(tls())).isTrue());
      X509Certificate old = certificates(tls(), "tls.crt").getFirst();
      cluster.secrets().inNamespace(ApiServer.NAMESPACE).delete();
      eventually(() -> {
        assertThat(tls()).isNotNull();
        assertThat(served(tls())).isTrue();
        assertThat(certificates(tls(), "tls.crt").getFirst()).isNotEqualTo(old);
        assertThat(published("eci-policies")).isEqualTo(bundle(tls()));
      });
    }
  }

  /** With an empty bundle, API servers would not trust the webhook, and deny every pod. */
  @Test
  void publishesNoEmptyBundleWhileSecretsAreDeleted() throws InterruptedException {
    List<String> published = new CopyOnWriteArrayList<>();
    try (var _ = RunningOperator.start()) {
      eventually(() -> assertThat(validating("eci-policies")).isNotNull());
      try (var _ =
          cluster
              .admissionRegistration()
              .v1()
              .validatingWebhookConfigurations()
              .withName("eci-policies")
              .watch(collecting(published))) {
        Instant end = Instant.now().plusSeconds(8);
        for (int i = 0; Instant.now().isBefore(end); i++) {
          cluster.secrets().inNamespace(ApiServer.NAMESPACE).delete();
          Thread.sleep(Duration.ofMillis(40 + 7 * (i % 13)));
        }
        eventually(() -> assertThat(published("eci-policies")).isEqualTo(bundle(tls())));
      }
    }
    assertThat(published).hasSizeGreaterThan(5).doesNotContain("");
  }

  private static Watcher<ValidatingWebhookConfiguration> collecting(List<String> bundles) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, ValidatingWebhookConfiguration seen) {
        String bundle = seen.getWebhooks().getFirst().getClientConfig().getCaBundle();
        bundles.add(bundle == null ? "" : bundle);
      }

      @Override
      public void onClose(WatcherException e) {
        bundles.add("");
      }
    };
  }

  @Test
  void replacesSecretOfOtherType() {
    cluster
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("eci-webhook-tls")
                .withNamespace(ApiServer.NAMESPACE)
                .endMetadata()
                .withType("Opaque")
                .withImmutable(true)
                .withData(Map.of("tls.crt", base64("not ours")))
                .build())
        .create();
    try (var _ = RunningOperator.start()) {
      eventually(() -> {
        assertThat(tls()).isNotNull();
        assertThat(tls().getType()).isEqualTo("kubernetes.io/tls");
        assertThat(served(tls())).isTrue();
      });
    }
  }

  @Test
  void leavesCertificateAndBundleToCertManager() throws InterruptedException {
    var certManager =
        new CertificateSettings(
            Mode.CERT_MANAGER,
            SECONDS.caLifetime(),
            SECONDS.leafLifetime(),
            SECONDS.overlap(),
            SECONDS.clockSkew());
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start(certManager)) {
      awaitReady("one", "True", "ReconcileSucceeded");
      eventually(() -> assertThat(validating("eci-policies")).isNotNull());
      assertThat(validating("eci-pods").getMetadata().getAnnotations())
          .containsEntry("cert-manager.io/inject-ca-from", "eci-system/eci-webhook");
      assertThat(cluster.secrets().inNamespace(ApiServer.NAMESPACE).list().getItems()).isEmpty();

      cluster
          .admissionRegistration()
          .v1()
          .validatingWebhookConfigurations()
          .withName("eci-pods")
          .edit(seen ->
              seen.toBuilder()
                  .editFirstWebhook()
                  .editClientConfig()
                  .withCaBundle(base64("injected by cert-manager"))
                  .endClientConfig()
                  .endWebhook()
                  .build());
      Thread.sleep(Duration.ofSeconds(2));
      assertThat(validating("eci-pods").getWebhooks().getFirst().getClientConfig().getCaBundle())
          .isEqualTo(base64("injected by cert-manager"));
    }
  }

  private Secret tls() {
    return cluster.secrets().inNamespace(ApiServer.NAMESPACE).withName("eci-webhook-tls").get();
  }

  private static boolean served(Secret tls) {
    if (tls == null) {
      return false;
    }
    List<X509Certificate> leaf = certificates(tls, "tls.crt");
    return !leaf.isEmpty()
        && bundle(tls).stream().anyMatch(ca -> signed(ca, leaf.getFirst()))
        && hasKey(tls);
  }

  private static boolean hasKey(Secret tls) {
    return new String(decode(tls.getData().get("tls.key")), US_ASCII)
        .startsWith("-----BEGIN PRIVATE KEY-----");
  }

  private List<X509Certificate> published(String configuration) {
    assertThat(validating(configuration)).isNotNull();
    return certificates(
        decode(validating(configuration).getWebhooks().getFirst().getClientConfig().getCaBundle()));
  }

  private static List<X509Certificate> bundle(Secret tls) {
    return certificates(tls, "ca.crt");
  }

  private static List<X509Certificate> certificates(Secret secret, String key) {
    return certificates(decode(secret.getData().get(key)));
  }

  private static List<X509Certificate> certificates(byte[] pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (GeneralSecurityException e) {
      return List.of();
    }
  }

  private static boolean signed(X509Certificate ca, X509Certificate leaf) {
    try {
      leaf.verify(ca.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
