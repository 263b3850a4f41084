package dev.eci.operator.status;

/** What a condition says. */
record Verdict(Value value, String reason, String message) {
  /** The values that Kubernetes knows. */
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

  static Verdict yes(String reason, String message) {
    return new Verdict(Value.TRUE, reason, message);
  }

  static Verdict no(String reason, String message) {
    return new Verdict(Value.FALSE, reason, message);
  }

  static Verdict unknown(String reason, String message) {
    return new Verdict(Value.UNKNOWN, reason, message);
  }
}
