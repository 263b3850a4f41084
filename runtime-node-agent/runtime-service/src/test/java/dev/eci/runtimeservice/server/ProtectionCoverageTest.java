// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.support.policy.PolicyView;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectionCoverageTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  private record Known(boolean isReady, PolicySnapshot policies) implements PolicyView {
    @Override
    public Optional<Map<String, String>> namespaceLabels(String namespace) {
      return namespace.equals("app") ? Optional.of(Map.of("team", "a")) : Optional.empty();
    }
  }

  private static boolean isCovered(String namespace, String... specs) {
    PolicySnapshot policySnapshot =
        PolicySnapshot.of(
            Arrays.stream(specs)
                .map(spec ->
                    Serialization.unmarshal(
                        "{\"metadata\":{\"name\":\"p\"},\"spec\":" + spec + "}", EciPolicy.class))
                .toList());
    return new ProtectionCoverage(new Known(true, policySnapshot), () -> NOW).test(namespace);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} | true
          {"mode":"Audit"} | false
          {"namespaceSelector":{"matchLabels":{"team":"a"}}} | true
          {"namespaceSelector":{"matchLabels":{"team":"b"}}} | false
          {"exemptions":[{"namespaces":["app"],"reason":"r"}]} | false
          {"exemptions":[{"namespaces":["app"],"reason":"r","expires":"2026-10-31T00:00:00Z"}]} | true
          {"exemptions":[{"namespaces":["other"],"reason":"r"}]} | true
          {"exemptions":[{"namespaces":["app"],"images":["busybox:*"],"reason":"r"}]} | true
          """)
  void decidesByNamespaceAlone(String spec, boolean expected) {
    assertThat(isCovered("app", spec)).isEqualTo(expected);
  }

  @Test
  void coversNamespaceWithOneEnforcingPolicy() {
    assertThat(isCovered("app")).isFalse();
    assertThat(isCovered("app", "{\"mode\":\"Audit\"}", "{}")).isTrue();
  }

  @Test
  void coversUnknownNamespaces() {
    assertThat(isCovered("unknown")).isTrue();
    assertThat(new ProtectionCoverage(new Known(false, PolicySnapshot.NONE), () -> NOW).test("app"))
        .isTrue();
  }
}
