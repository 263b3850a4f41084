// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ISO-9: {@code hostUsers: false} is not set where it would loosen Pod Security Admission. */
class PodSecurityTest {
  private static final String NON_ROOT = "securityContext: {runAsNonRoot: true, runAsUser: 1000}, ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{spec: {containers: [{name: c, image: x}]}}",
        "{spec: {securityContext: {runAsNonRoot: true, runAsUser: 0}, containers: [{name: c, image: x}]}}",
        "{spec: {securityContext: {runAsNonRoot: true}, containers: [{name: c, image: x, securityContext: {runAsUser: 0}}]}}",
        "{spec: {securityContext: {runAsNonRoot: true}, containers: [{name: c, image: x, securityContext: {runAsNonRoot: false}}]}}",
        "{spec: {securityContext: {runAsNonRoot: false}, containers: [{name: c, image: x, securityContext: {runAsNonRoot: true}}]}}",
        "{spec: {initContainers: [{name: i, image: x}], containers: [{name: c, image: x, securityContext: {runAsNonRoot: true}}]}}",
        "{spec: {securityContext: {runAsNonRoot: true}, containers: [{name: c, image: x, securityContext: {procMount: Unmasked}}]}}",
      })
  void restrictedSeesRoot(String pod) {
    assertThat(setsHostUsers(pod, "restricted")).isFalse();
    assertThat(setsHostUsers(pod, "no-such-level")).isFalse();
    assertThat(setsHostUsers(pod, "privileged")).isTrue();
    assertThat(setsHostUsers(pod, "baseline")).isEqualTo(!pod.contains("procMount"));
  }

  @Test
  void nonRootPodsGetUserNamespace() {
    String pod = "{spec: {" + NON_ROOT + "containers: [{name: c, image: x}]}}";
    assertThat(setsHostUsers(pod, "restricted")).isTrue();
    assertThat(setsHostUsers(pod, "baseline")).isTrue();
  }

  /** What the author chose is Pod Security Admission's to judge. */
  @Test
  void keepsAuthorsOwnHostUsers() {
    String pod =
        "{spec: {hostUsers: false, runtimeClassName: eci, containers: [{name: c, image: x}]}}";
    assertThat(mutate(pod, "restricted").patch()).isEmpty();
  }

  private static boolean setsHostUsers(String pod, String level) {
    ReviewResponse response = mutate(pod, level);
    assertThat(response.patch().toString()).contains("/spec/runtimeClassName");
    return response.patch().toString().contains("/spec/hostUsers");
  }

  private static ReviewResponse mutate(String pod, String level) {
    Map<String, String> labels = new HashMap<>(ReviewFixture.NAMESPACE);
    labels.put("pod-security.kubernetes.io/enforce", level);
    return ReviewFixture.mutate(Reviews.createPod(pod), labels, "default: {}");
  }
}
