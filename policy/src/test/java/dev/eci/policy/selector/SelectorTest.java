// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.selector.Requirement.Operator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kubernetes' own semantics (apimachinery, labels.Requirement.Matches). */
class SelectorTest {
  @ParameterizedTest(name = "[{0}] key {1} {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "key=a,     In,           a b, true",
        "key=c,     In,           a b, false",
        "other=a,   In,           a b, false",
        "-,         In,           a,   false",
        "key=a,     NotIn,        a b, false",
        "key=c,     NotIn,        a b, true",
        "other=a,   NotIn,        a b, true",
        "-,         NotIn,        a,   true",
        "key=a,     Exists,       -,   true",
        "key=,      Exists,       -,   true",
        "other=a,   Exists,       -,   false",
        "key=a,     DoesNotExist, -,   false",
        "key=,      DoesNotExist, -,   false",
        "other=a,   DoesNotExist, -,   true",
        "Key=a,     Exists,       -,   false",
        "key=A,     In,           a,   false",
      })
  void matchesByEveryOperator(String labels, String operator, String values, boolean matches) {
    var requirement =
        new Requirement(
            "key",
            Operator.of(operator),
            values == null ? List.of() : Arrays.asList(values.split(" ")));

    assertThat(new Selector(Map.of(), List.of(requirement)).matches(parse(labels)))
        .isEqualTo(matches);
  }

  @Test
  void emptySelectorSelectsEverything() {
    assertThat(Selector.EVERYTHING.matches(Map.of())).isTrue();
    assertThat(Selector.EVERYTHING.matches(Map.of("a", "b"))).isTrue();
  }

  @Test
  void requiresAllPartsToMatch() {
    var selector =
        new Selector(
            Map.of("team", "x", "tier", "web"),
            List.of(new Requirement("legacy", Operator.DOES_NOT_EXIST, List.of())));

    assertThat(selector.matches(Map.of("team", "x", "tier", "web"))).isTrue();
    assertThat(selector.matches(Map.of("team", "x"))).isFalse();
    assertThat(selector.matches(Map.of("team", "x", "tier", "db"))).isFalse();
    assertThat(selector.matches(Map.of("team", "x", "tier", "web", "legacy", ""))).isFalse();
  }

  @Test
  void rejectsWrongNumberOfValues() {
    assertThatThrownBy(() -> new Requirement("key", Operator.IN, List.of()))
        .hasMessage("operator In needs at least one value");
    assertThatThrownBy(() -> new Requirement("key", Operator.EXISTS, List.of("a")))
        .hasMessage("operator Exists takes no values");
    assertThatThrownBy(() -> Operator.of("Equals"))
        .hasMessage("\"Equals\" is not an operator; use In, NotIn, Exists or DoesNotExist");
    assertThatThrownBy(() -> Operator.of("in")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<String, String> parse(String labels) {
    Map<String, String> parsed = new HashMap<>();
    if (labels != null) {
      int equals = labels.indexOf('=');
      parsed.put(labels.substring(0, equals), labels.substring(equals + 1));
    }
    return parsed;
  }
}
