// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

/** A condition without its type and time. */
record ConditionValue(Value value, String reason, String message) {
  /** The status values of Kubernetes. */
  enum Value {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String text;

    Value(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static ConditionValue yes(String reason, String message) {
    return new ConditionValue(Value.TRUE, reason, message);
  }

  static ConditionValue no(String reason, String message) {
    return new ConditionValue(Value.FALSE, reason, message);
  }

  static ConditionValue unknown(String reason, String message) {
    return new ConditionValue(Value.UNKNOWN, reason, message);
  }
}
