// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicyReader.Result;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.hostpath.HostPathAllowances;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.selector.Selector;
import dev.eci.policy.selector.SystemPods;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

/** The defaults: everything is protected, nothing is allowed. */
class DefaultsTest {
  @Test
  void emptySpecProtectsEverything() {
    Policy policy = PolicyYaml.valid("{}");

    assertThat(policy.name()).isEqualTo("default");
    assertThat(policy.mode()).isEqualTo(EnforcementMode.ENFORCE);
    assertThat(policy.selection().namespaces()).isEqualTo(Selector.EVERYTHING);
    assertThat(policy.selection().pods()).isEqualTo(Selector.EVERYTHING);
    assertThat(policy.selection().exemptions()).isEqualTo(SystemPods.EXEMPTIONS);
    assertThat(policy.dockerSocket().images().list().patterns()).isEmpty();
    assertThat(policy.hostPaths()).isEqualTo(HostPathAllowances.NONE);
    assertThat(policy.runtime().className()).isEqualTo("eci");
  }

  @Test
  void systemPodsCanBeTreatedLikeOthers() {
    assertThat(PolicyYaml.valid("systemPods: Protect").selection().exemptions()).isEmpty();
    assertThat(PolicyYaml.valid("systemPods: Exempt").selection().exemptions())
        .isEqualTo(SystemPods.EXEMPTIONS);
  }

  @Test
  void userDataOfDockerHostsCanBeLimitedToCallers() {
    assertThat(PolicyYaml.valid("hostPaths: {allowed: [/data]}").hostPaths().sharesUserData())
        .isTrue();
    assertThat(
            PolicyYaml.valid("hostPaths: {dockerHostUserData: CallerOwned}")
                .hostPaths()
                .sharesUserData())
        .isFalse();
  }

  @Test
  void dockerHostDefaultsCanBeTurnedOff() {
    assertThat(
            PolicyYaml.valid("hostPaths: {allowed: [/data]}")
                .hostPaths()
                .allowsDockerHostDefaults())
        .isTrue();
    assertThat(
            PolicyYaml.valid("hostPaths: {dockerHostDefaults: Deny}")
                .hostPaths()
                .allowsDockerHostDefaults())
        .isFalse();
  }

  @Test
  void treatsEmptyFieldsAsUnset() {
    Policy policy =
        PolicyYaml.valid(
            """
            namespaceSelector: {}
            podSelector: {matchLabels: {}, matchExpressions: []}
            nodeSelector: {}
            exemptions: []
            dockerSocketMount: {imageList: {images: []}, commandList: {}}
            hostPaths: {}
            runtime: {}
            """);

    assertThat(policy).isEqualTo(PolicyYaml.valid("{}"));
  }

  @Test
  void policyIsInForceUnlessDisabled() {
    assertThat(PolicyYaml.read("{}")).extracting("enabled").isEqualTo(true);
    assertThat(PolicyYaml.read("enabled: true")).extracting("enabled").isEqualTo(true);
    assertThat(PolicyYaml.read("enabled: false")).extracting("enabled").isEqualTo(false);
  }

  @Test
  void withoutASpecEverythingIsDenied() {
    EciPolicy empty = new EciPolicy();
    empty.setMetadata(new ObjectMetaBuilder().withName("empty").build());

    assertThat(PolicyReader.read(empty))
        .isInstanceOfSatisfying(
            Result.Invalid.class,
            invalid -> {
              assertThat(invalid.enabled()).isTrue();
              assertThat(invalid.namespaces()).isEqualTo(Selector.EVERYTHING);
              assertThat(invalid.errors())
                  .singleElement()
                  .hasToString(
                      "spec: is missing; an empty spec ({}) protects every pod with the defaults");
            });
  }
}
