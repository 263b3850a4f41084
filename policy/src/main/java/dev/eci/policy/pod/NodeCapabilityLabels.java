// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

/**
 * Nodes on which a protected pod can start. The agent marks them, and the protected RuntimeClass
 * selects them ({@code scheduling.nodeSelector}, Kubernetes API).
 */
public final class NodeCapabilityLabels {
  public static final String LABEL = "eci.dev/runtime";
  public static final String READY = "ready";

  private NodeCapabilityLabels() {}
}
