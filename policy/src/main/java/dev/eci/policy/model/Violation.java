package dev.eci.policy.model;

/**
 * One broken rule.
 *
 * @param rule which row of ECI.md
 * @param policy name of the EciPolicy that asks for it; empty if the runtime itself does
 * @param field where in the object, for example {@code spec.containers[0].volumeMounts[1]}
 * @param message one sentence: what is denied, and how to allow it
 */
public record Violation(RuleId rule, String policy, String field, String message) {
  /** The line people read: rule, policy, place, sentence. */
  public String format() {
    String source = policy.isEmpty() ? "" : " (EciPolicy \"%s\")".formatted(policy);
    return "%s%s %s: %s".formatted(rule.id(), source, field, message);
  }
}
