// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

/**
 * One rule of the fallback admission policy.
 *
 * @param condition whether the pod violates it, CEL
 * @param violations a list of messages, CEL, evaluated only if the condition is true
 */
record FallbackRule(String condition, String violations) {
  /** A rule about the whole pod, with one message. */
  static FallbackRule ofPod(String condition, String violation) {
    return new FallbackRule(StoredPod.unlessKnown(condition), "[" + violation + "]");
  }

  /** The messages, or an empty list. */
  String listed() {
    return "(%s ? %s : [])".formatted(condition, violations);
  }
}
