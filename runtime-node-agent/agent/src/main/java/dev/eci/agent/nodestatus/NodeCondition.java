// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

/** One condition of an EciNode, as a function of the node's state. */
interface NodeCondition {
  String type();

  Verdict verdict(NodeState state);

  /**
   * The content of the condition.
   *
   * @param reason see {@link dev.eci.crds.v1alpha1.NodeConditionReasons}
   */
  record Verdict(boolean isTrue, String reason, String message) {}
}
