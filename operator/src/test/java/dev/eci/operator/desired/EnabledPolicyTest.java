// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.Samples;
import dev.eci.operator.policy.ParsedPolicies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnabledPolicyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                              | eci
          {enabled: true}                                 | eci
          {runtime: {}}                                   | eci
          {runtime: {className: team-b}}                  | team-b
          {hostPaths: {allowed: ['not a path']}}          | eci
          {enabled: false}                                |
          {enabled: false, runtime: {className: team-b}}  |
          """)
  void usesRuntimeClassOfEnabledPolicies(String spec, String runtimeClass) {
    assertThat(
            of(Samples.policy("one", spec)).stream()
                .map(EnabledPolicy::runtimeClassName)
                .findFirst()
                .orElse(null))
        .isEqualTo(runtimeClass);
  }

  @Test
  void missingSpecIsEnabled() {
    EciPolicy policy = Samples.policy("one", "{}");
    policy.setSpec(null);
    assertThat(of(policy)).containsExactly(new EnabledPolicy("one", "uid-one", "eci", List.of()));
  }

  @Test
  void ignoresDeletingPolicy() {
    EciPolicy policy = Samples.policy("one", "{}");
    policy.getMetadata().setDeletionTimestamp("2026-11-01T00:00:00Z");
    assertThat(of(policy)).isEmpty();
  }

  @Test
  void sortsByName() {
    var b = Samples.policy("b", "{}");
    var a = Samples.policy("a", "{}");
    var off = Samples.policy("off", "{enabled: false}");
    assertThat(of(b, off, a)).extracting(EnabledPolicy::name).containsExactly("a", "b");
  }

  private static List<EnabledPolicy> of(EciPolicy... policies) {
    return EnabledPolicy.of(ParsedPolicies.of(List.of(policies)));
  }
}
