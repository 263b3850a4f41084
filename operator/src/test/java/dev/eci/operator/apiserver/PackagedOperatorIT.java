// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackagedOperatorIT extends ApiServerTest {
  private static final long GOAL_MEBIBYTES = 160;
  private static final Map<String, String> SHORT_LEASE =
      Map.of(
          "ECI_LEADER_LEASE_DURATION",
          "2S",
          "ECI_LEADER_RENEW_DEADLINE",
          "1500MS",
          "ECI_LEADER_RETRY_PERIOD",
          "300MS");

  @Test
  void staysWithinMemoryLimitAndStopsOnRequest() throws Exception {
    apply(policy("one", "{}"));
    for (int i = 0; i < 200; i++) {
      node("node-" + i, i % 2 == 0);
    }
    long resident;
    try (var leader = Packaged.start(Map.of());
        var standby = Packaged.start(Map.of())) {
      eventually(() -> assertThat(leader.health("ready")).as(leader.log()).isEqualTo(200));
      eventually(() -> assertThat(standby.health("ready")).as(standby.log()).isEqualTo(200));
      assertThat(standby.health("live")).isEqualTo(200);
      awaitReady("one", "True", "ReconcileSucceeded");
      eventually(() ->
          assertThat(condition("one", "NodesProtected").getMessage()).startsWith("100 of 200"));
      Thread.sleep(Duration.ofSeconds(3));
      resident = Math.max(leader.residentMebibytes(), standby.residentMebibytes());
      assertThat(leader.log()).doesNotContain("PRIVATE KEY", "ERROR");
    }
    assertThat(resident).as("resident MiB").isLessThan(GOAL_MEBIBYTES);
  }

  /**
   * Whenever it is killed, the CAs that API servers trust match the webhook's certificate, and the
   * next start continues.
   */
  @Test
  void survivesKillDuringRotation() throws Exception {
    apply(policy("one", "{}"));
    var environment =
        Map.of(
            "ECI_CERTIFICATES_CA_LIFETIME", "9S",
            "ECI_CERTIFICATES_LEAF_LIFETIME", "6S",
            "ECI_CERTIFICATES_OVERLAP", "1S",
            "ECI_CERTIFICATES_CLOCK_SKEW", "0S",
            "ECI_LEADER_LEASE_DURATION", "2S",
            "ECI_LEADER_RENEW_DEADLINE", "1500MS",
            "ECI_LEADER_RETRY_PERIOD", "300MS");
    Random random = new Random(7);
    Set<String> authorities = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      try (var operator = Packaged.start(environment)) {
        eventually(() -> assertThat(isConsistent()).as(operator.log()).isTrue());
        Thread.sleep(Duration.ofMillis(500 + random.nextInt(4000)));
        operator.kill();
        authorities.add(served().getIssuerX500Principal().getName());
      }
    }
    assertThat(authorities).as("CAs that were in use").hasSizeGreaterThan(1);
    try (var operator = Packaged.start(SHORT_LEASE)) {
      eventually(() -> assertThat(isConsistent()).as(operator.log()).isTrue());
    }
  }

  @Test
  void uninstallReturnsExitCode() throws Exception {
    Map<String, String> confirmed = Map.of("ECI_UNINSTALL_CONFIRM", namespaceUid());
    apply(policy("one", "{}"));
    try (var operator = Packaged.start(SHORT_LEASE)) {
      awaitReady("one", "True", "ReconcileSucceeded");
      assertThat(operator.health("live")).isEqualTo(200);
    }
    Map<String, String> before = versions();
    try (var uninstall = Packaged.start(Map.of(), "uninstall")) {
      assertThat(uninstall.exitCode()).as(uninstall.log()).isEqualTo(3);
      assertThat(uninstall.log()).contains("nothing was removed");
      assertThat(versions()).isEqualTo(before);
    }
    try (var uninstall = Packaged.start(confirmed, "uninstall")) {
      assertThat(uninstall.exitCode()).as(uninstall.log()).isZero();
      assertThat(runtimeClass("eci")).isNull();
      assertThat(validating("eci-policies")).isNull();
    }
    node("not-answering", true);
    cluster
        .resource(
            new NodeBuilder().withNewMetadata().withName("not-answering").endMetadata().build())
        .create();
    Map<String, String> impatient = new HashMap<>(confirmed);
    impatient.put("ECI_UNINSTALL_TIMEOUT", "1S");
    try (var uninstall = Packaged.start(impatient, "uninstall")) {
      assertThat(uninstall.exitCode()).as(uninstall.log()).isEqualTo(1);
      assertThat(uninstall.log())
          .contains("node not-answering: not clean", "1 of 1 nodes are not clean");
    }
    try (var typo = Packaged.start(Map.of(), "unistall")) {
      assertThat(typo.exitCode()).isEqualTo(2);
    }
  }

  private boolean isConsistent() throws GeneralSecurityException {
    if (tls() == null || validating("eci-pods") == null) {
      return false;
    }
    X509Certificate leaf = served();
    List<X509Certificate> published =
        certificates(
            validating("eci-pods").getWebhooks().getFirst().getClientConfig().getCaBundle());
    return leaf.getNotAfter().toInstant().isAfter(Instant.now())
        && published.stream()
            .anyMatch(ca -> ca.getSubjectX500Principal().equals(leaf.getIssuerX500Principal()));
  }

  private X509Certificate served() throws GeneralSecurityException {
    return certificates(tls().getData().get("tls.crt")).getFirst();
  }

  private Secret tls() {
    return cluster.secrets().inNamespace(ApiServer.NAMESPACE).withName("eci-webhook-tls").get();
  }

  private static List<X509Certificate> certificates(String base64) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }
}
