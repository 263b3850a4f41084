// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.selector;

import java.util.List;
import java.util.Map;

/** One entry of a label selector's matchExpressions (Kubernetes API, LabelSelectorRequirement). */
public record Requirement(String key, Operator operator, List<String> values) {

  /** How values are compared, in the API's spelling. */
  public enum Operator {
    IN("In"),
    NOT_IN("NotIn"),
    EXISTS("Exists"),
    DOES_NOT_EXIST("DoesNotExist");

    private final String apiName;

    Operator(String apiName) {
      this.apiName = apiName;
    }

    /** The operator of that name; the error message lists all names. */
    public static Operator of(String apiName) {
      for (Operator operator : values()) {
        if (operator.apiName.equals(apiName)) {
          return operator;
        }
      }
      throw new IllegalArgumentException(
          "\"%s\" is not an operator; use In, NotIn, Exists or DoesNotExist".formatted(apiName));
    }

    private boolean requiresValues() {
      return this == IN || this == NOT_IN;
    }
  }

  public Requirement {
    values = List.copyOf(values);
    if (operator.requiresValues() == values.isEmpty()) {
      throw new IllegalArgumentException(
          operator.requiresValues()
              ? "operator %s needs at least one value".formatted(operator.apiName)
              : "operator %s takes no values".formatted(operator.apiName));
    }
  }

  boolean matches(Map<String, String> labels) {
    String value = labels.get(key);
    return switch (operator) {
      case IN -> value != null && values.contains(value);
      case NOT_IN -> value == null || !values.contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
    };
  }
}
