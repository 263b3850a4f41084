// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

/**
 * One violation of a rule.
 *
 * @param rule its heading in docs/rules.md
 * @param policy name of the EciPolicy that requires the rule; empty if the runtime itself does
 * @param field where in the object, for example {@code spec.containers[0].volumeMounts[1]}
 * @param message one message: what is denied, and how to allow it
 * @param isTransient whether it is over in seconds, because the digest or signature of an image is
 *     being looked up
 */
public record Violation(
    RuleId rule, String policy, String field, String message, boolean isTransient) {
  /** A violation that lasts. */
  public Violation(RuleId rule, String policy, String field, String message) {
    this(rule, policy, field, message, false);
  }

  /** The line that users see: rule, policy, field, message. */
  public String format() {
    String source = policy.isEmpty() ? "" : " (EciPolicy \"%s\")".formatted(policy);
    return "%s%s %s: %s".formatted(rule.id(), source, field, message);
  }
}
