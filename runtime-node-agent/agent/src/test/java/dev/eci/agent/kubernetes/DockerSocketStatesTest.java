// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.agent.nodestatus.DockerSocketState;
import dev.eci.installer.dockerd.DockerState;
import java.util.List;
import org.junit.jupiter.api.Test;

class DockerSocketStatesTest {
  private static final String LAUNCHER = "/opt/eci/docker/bin/eci-runtime";

  private static DockerState docker(long pid, boolean installed, String problem) {
    return new DockerState(pid, "29.0.0", "", "", installed, problem, "", 0, List.of());
  }

  @Test
  void engineWithRuntimeIsReachable() {
    DockerSocketState state = DockerSocketStates.running(docker(7, true, ""), false, LAUNCHER);
    assertThat(state.proxied()).isTrue();
    assertThat(state.reason()).isEqualTo("Filtered");
    assertThat(state.message())
        .contains("Docker Engine 29.0.0", "DOCKER_BUILDKIT_RUNC_COMMAND=" + LAUNCHER);
    assertThat(DockerSocketStates.running(docker(7, true, ""), true, LAUNCHER).message())
        .contains("can build with BuildKit");
    assertThat(DockerSocketStates.unavailableReason(docker(7, true, ""), "n")).isEmpty();
  }

  @Test
  void missingEngineDeniesRequests() {
    DockerState away = docker(0, false, "dockerd does not run");
    DockerSocketState state = DockerSocketStates.running(away, false, LAUNCHER);
    assertThat(state.proxied()).isFalse();
    assertThat(state.reason()).isEqualTo("DockerNotRunning");
    assertThat(DockerSocketStates.unavailableReason(away, "n"))
        .startsWith("no dockerd runs on node \"n\"");
  }

  @Test
  void engineWithoutRuntimeDeniesRequestsWithReason() {
    DockerState rejected = docker(7, false, "why");
    DockerSocketState state = DockerSocketStates.running(rejected, false, LAUNCHER);
    assertThat(state.proxied()).isFalse();
    assertThat(state.reason()).isEqualTo("EngineNotReady");
    assertThat(state.message()).endsWith("why");
    assertThat(DockerSocketStates.unavailableReason(rejected, "n")).endsWith("why");
  }

  @Test
  void failedProxyIsReported() {
    DockerSocketState state = DockerSocketStates.notRunning("why");
    assertThat(state.proxied()).isFalse();
    assertThat(state.reason()).isEqualTo("ProxyNotRunning");
    assertThat(state.message()).endsWith("why");
  }
}
