// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.selector;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the API server accepts as labels, and no more: other keys would select nothing without a
 * message.
 */
class LabelSyntaxTest {
  static List<String> keys() {
    return List.of(
        "a", "A.b_c-9", "app.kubernetes.io/name", "example.com/A", "a".repeat(63), "1/1");
  }

  static List<String> noKeys() {
    return List.of(
        "",
        "-a",
        "a-",
        "a b",
        "a/",
        "/a",
        "a/b/c",
        "Example.com/a",
        "ex_ample/a",
        "a\n",
        "ä",
        "a".repeat(64),
        "a".repeat(254) + "/a");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void acceptsValidLabelKeys(String key) {
    assertThatCode(() -> LabelSyntax.checkKey(key)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("noKeys")
  void rejectsInvalidLabelKeys(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelSyntax.checkKey(key))
        .withMessageContaining("is not a label key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "true", "A.b_c-9"})
  void acceptsValidLabelValues(String value) {
    assertThatCode(() -> LabelSyntax.checkValue(value)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a ", "-", "a/b", "a\n"})
  void rejectsInvalidLabelValues(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelSyntax.checkValue(value))
        .withMessageContaining("is not a label value");
  }
}
