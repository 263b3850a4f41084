// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodFindingTest {
  /** As containerd 2.1 and the kubelet of Kubernetes 1.34 wrote it. */
  private static final String FAILURE =
      "failed to update container IO owner: failed to do idmap to get host ID: container ID 1234567 cannot be mapped to a host ID";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "containerStatuses: [{name: other, state: {running: {}}}, {name: app, state: {terminated: {reason: StartError, message: '%s'}}}]",
        "containerStatuses: [{name: app, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {reason: StartError, message: '%s'}}}]",
        "initContainerStatuses: [{name: app, state: {waiting: {reason: RunContainerError, message: '%s'}}}]"
      })
  void saysHowToMapUserOfImage(String status) {
    assertThat(PodFinding.ID_NOT_MAPPED.note(pod("hostUsers: false", status.formatted(FAILURE))))
        .hasValueSatisfying(note ->
            assertThat(note)
                .contains("container \"app\" does not start")
                .contains("1234567")
                .contains("up to 65535")
                .contains("annotation eci.dev/ids: \"1234567\"")
                .contains("spec.runtime.ids"));
  }

  @Test
  void saysNothingAboutOtherPods() {
    String failed =
        "containerStatuses: [{name: app, state: {terminated: {message: '%s'}}}]".formatted(FAILURE);
    assertThat(PodFinding.ID_NOT_MAPPED.note(pod("hostUsers: true", failed)))
        .as("a program's last words, in a pod without a user namespace")
        .isEmpty();
    for (String status :
        new String[] {
          "phase: Running",
          "containerStatuses: [{name: app, state: {terminated: {message: killed}}}]",
          "containerStatuses: [{name: app, state: {}}]"
        }) {
      assertThat(PodFinding.ID_NOT_MAPPED.note(pod("hostUsers: false", status))).isEmpty();
      assertThat(PodFinding.UNPROTECTED.note(pod("hostUsers: false", status))).isEmpty();
    }
  }

  private static JsonNode pod(String spec, String status) {
    try {
      return new YAMLMapper()
          .readTree("{metadata: {name: p}, spec: {%s}, status: {%s}}".formatted(spec, status));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
