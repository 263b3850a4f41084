// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kubernetes;

import dev.eci.agent.nodestatus.DockerSocketState;
import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.dockerd.DockerState;

/** What the condition DockerSocket says about a proxy that is required on the node. */
final class DockerSocketStates {
  private DockerSocketStates() {}

  /**
   * While the proxy runs.
   *
   * @param protectedBuilds whether BuildKit of this dockerd calls eci-runtime
   * @param launcher path of eci-runtime for dockerd
   */
  static DockerSocketState running(DockerState docker, boolean protectedBuilds, String launcher) {
    if (docker.installed()) {
      return new DockerSocketState(
          true,
          NodeConditionReasons.FILTERED,
          "Pods of listed images reach Docker Engine %s through the proxy. %s"
              .formatted(
                  docker.version(),
                  protectedBuilds
                      ? "They can build with BuildKit."
                      : "They cannot build: dockerd was not started with DOCKER_BUILDKIT_RUNC_COMMAND=%s."
                          .formatted(launcher)));
    }
    return docker.pid() == 0
        ? new DockerSocketState(
            false,
            NodeConditionReasons.DOCKER_NOT_RUNNING,
            "No dockerd runs on this node. Pods of listed images start, and requests on their socket are denied with this reason.")
        : new DockerSocketState(
            false,
            NodeConditionReasons.ENGINE_NOT_READY,
            "Requests on the Docker socket of pods are denied: " + docker.problem());
  }

  static DockerSocketState notRunning(String problem) {
    return new DockerSocketState(
        false,
        NodeConditionReasons.PROXY_NOT_RUNNING,
        "The Docker socket proxy does not run, so pods of listed images wait for their socket: "
            + problem);
  }

  /** Why requests are denied on a node whose dockerd is not ready; empty if it is. */
  static String unavailableReason(DockerState docker, String node) {
    if (docker.installed()) {
      return "";
    }
    return docker.pid() == 0
        ? "no dockerd runs on node \"%s\"; start one there, or run this pod on a node whose EciNode has the condition DockerSocket."
            .formatted(node)
        : "no request is forwarded to the dockerd of node \"%s\": %s"
            .formatted(node, docker.problem());
  }
}
