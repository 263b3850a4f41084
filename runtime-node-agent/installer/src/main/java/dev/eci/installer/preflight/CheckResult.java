// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

/** The result of one check. */
public sealed interface CheckResult {
  CheckResult PASS = new Pass();

  /** The node meets the requirement. */
  record Pass() implements CheckResult {}

  /** The node works with a limitation that its administrator should know. */
  record Note(String text) implements CheckResult {}

  /**
   * The node does not meet the requirement, so nothing is installed.
   *
   * @param reason of the condition
   * @param message one sentence: what is missing and how to fix it
   */
  record Failure(String reason, String message) implements CheckResult {}
}
