// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

/** DockerSocket: pods of listed images reach a dockerd of this node, through the proxy. */
final class DockerSocketCondition implements NodeCondition {
  @Override
  public String type() {
    return "DockerSocket";
  }

  @Override
  public Verdict verdict(NodeState state) {
    DockerSocketState socket = state.docker();
    return new Verdict(socket.proxied(), socket.reason(), socket.message());
  }
}
