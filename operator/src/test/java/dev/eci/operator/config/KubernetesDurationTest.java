// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesDurationTest {
  private final KubernetesDuration converter = new KubernetesDuration();

  @ParameterizedTest
  @CsvSource({"90s, PT1M30S", "10m, PT10M", "1h, PT1H", "1h30m, PT1H30M", "0, PT0S", "0s, PT0S"})
  void readsDurations(String text, Duration duration) {
    assertThat(converter.convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"600", "10 m", "10M", "-5m", "1d", "m", "10mx", "1.5h", "9999999999s"})
  void rejectsOtherText(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\" is not a duration")
        .hasMessageContaining("1h30m");
  }
}
