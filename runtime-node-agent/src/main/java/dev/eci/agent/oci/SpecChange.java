package dev.eci.agent.oci;

/** One small change of a config.json, with one reason. */
interface SpecChange {
  /** For log lines. */
  String name();

  /** Whether it had anything to change. */
  boolean apply(Container container) throws InvalidConfig, Refusal;
}
