// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

import dev.eci.crds.v1alpha1.NodeConditionReasons;

/**
 * State of the proxied Docker socket of a node.
 *
 * @param proxied whether an engine responds behind the proxy
 * @param reason see {@link NodeConditionReasons}
 */
public record DockerSocketState(boolean proxied, String reason, String message) {
  public static final DockerSocketState NOT_REQUIRED =
      new DockerSocketState(
          false,
          NodeConditionReasons.NOT_REQUIRED,
          "No policy allows any image to mount the Docker socket; the proxy is not started.");
}
