// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads durations as Kubernetes and Go write them, such as 90s, 10m or 1h30m. */
public final class KubernetesDuration implements Converter<Duration> {
  private static final long serialVersionUID = 1;
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(h|m|s)");

  @Override
  public Duration convert(String value) {
    String text = value.strip();
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    int end = 0;
    while (part.find(end) && part.start() == end) {
      sum = sum.plus(duration(Long.parseLong(part.group(1)), part.group(2)));
      end = part.end();
      if (end == text.length()) {
        return sum;
      }
    }
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    throw new IllegalArgumentException(
        "\"%s\" is not a duration: use whole numbers with the units h, m and s, for example 90s, 10m or 1h30m"
            .formatted(value));
  }

  private static Duration duration(long count, String unit) {
    return switch (unit) {
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofSeconds(count);
    };
  }
}
