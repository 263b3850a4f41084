package dev.eci.agent.nodestatus;

/** One condition of an EciNode, as a function of the node's state. */
interface NodeCondition {
  String type();

  Verdict verdict(NodeState state);

  /**
   * What the condition says.
   *
   * @param reason one word
   */
  record Verdict(boolean isTrue, String reason, String message) {}
}
