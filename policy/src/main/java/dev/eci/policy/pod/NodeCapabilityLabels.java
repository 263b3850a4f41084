// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

/**
 * Nodes on which a protected pod can start. The agent marks them, and the protected RuntimeClass
 * selects them ({@code scheduling.nodeSelector}, Kubernetes API). A restarted kubelet ends pods
 * whose node selector its node does not match, so the label stays until the last protected pod has
 * ended.
 */
public final class NodeCapabilityLabels {
  public static final String LABEL = "eci.dev/runtime";
  public static final String READY = "ready";

  /** The taint that keeps new pods off a node that is being removed while protected pods run. */
  public static final String REMOVING_TAINT = "eci.dev/removing";

  private NodeCapabilityLabels() {}
}
