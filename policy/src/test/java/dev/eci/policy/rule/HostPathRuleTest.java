// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-2: host paths are denied unless hostPaths permit them, whatever their spelling. */
class HostPathRuleTest {
  private static final Policy POLICY =
      PolicyBuilder.named(
          "default",
          p -> {
            p.allowed = List.of("/data", "/run/app");
            p.readOnlyAllowed = List.of("/etc/ssl/certs");
          });

  @ParameterizedTest(name = "{0} for writing: {1}, read-only: {2}")
  @CsvSource({
    "/data, true, true",
    "/data/, true, true",
    "//data//x/./y, true, true",
    "/data/../etc, false, false",
    "/database, false, false",
    "/dat, false, false",
    "/var/run/app/x, true, true",
    "/etc/ssl/certs, false, true",
    "/etc/ssl/certs/ca.pem, false, true",
    "/etc/ssl, false, false",
    "/etc/ssl/certs/../private, false, false",
    "/, false, false",
    "/proc, false, false",
    "/proc/1/root/data, false, false",
    "/proc/self/cwd, false, false",
    "/dev/sda, false, false",
    "/sys/fs/cgroup, false, false",
    "/var/lib/docker, false, false",
    "data, false, false",
    "'', false, false",
  })
  void permitsListedPathsBySegment(String path, boolean writing, boolean reading) {
    assertThat(check(path, false).isEmpty()).isEqualTo(writing);
    assertThat(check(path, true).isEmpty()).isEqualTo(reading);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/run",
        "/var/run",
        "/var",
        "/",
        "/run/containerd",
        "/proc/1/root/run/docker.sock",
        "/run/docker.sock/x",
        "/run/eci",
      })
  void reportsExposedSocketWithoutListRemedy(String path) {
    assertThat(check(path, true))
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .contains("socket can be reached through it", "spec.exemptions")
        .doesNotContain("hostPaths");
  }

  @Test
  void ignoresSocketItself() {
    assertThat(check("/var/run/docker.sock", false)).isEmpty();
  }

  @Test
  void rejectsCreationOfSocketPath() {
    var policy = PolicyBuilder.enforcing(POLICY);

    assertThat(HostPathRule.checkCreated("/var/run/docker.sock", "here", policy)).isPresent();
    assertThat(HostPathRule.checkCreated("/data/new", "here", policy)).isEmpty();
    assertThat(HostPathRule.checkCreated("/etc/ssl/certs/new", "here", policy)).isPresent();
  }

  @Test
  void citesRuleFieldAndPolicy() {
    assertThat(check("/etc", false))
        .containsExactly(
            new Violation(
                RuleId.RES_2,
                "default",
                "here",
                HostPathMessages.hostPathDenied("/etc", new PolicySource.Cluster("default"))));
  }

  private static List<Violation> check(String path, boolean readOnly) {
    return HostPathRule.check(path, readOnly, "here", PolicyBuilder.enforcing(POLICY)).stream()
        .toList();
  }
}
