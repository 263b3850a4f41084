// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.agent.dockerhost.HostStatus;
import dev.eci.support.rundir.RunPaths;
import picocli.CommandLine.Option;

/** Where the agent listens, which tells where its status is. */
final class AgentSocketOption {
  @Option(
      names = "--socket",
      defaultValue = "${env:ECI_SOCKET:-" + RunPaths.AGENT_SOCKET + "}",
      description = "Path at which eci-runtime finds the agent (${DEFAULT-VALUE}).")
  private String socket = RunPaths.AGENT_SOCKET;

  String path() {
    return socket;
  }

  HostStatus status() {
    return HostStatus.of(socket);
  }
}
