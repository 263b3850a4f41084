// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The major and minor number of a version. */
public record MajorMinor(int major, int minor) implements Comparable<MajorMinor> {
  private static final Pattern NUMBERS =
      Pattern.compile("(?<![\\w.])v?([0-9]{1,4})\\.([0-9]{1,4})(?![0-9])");

  /** The first version in the text. */
  public static Optional<MajorMinor> parseFirst(String text) {
    Matcher found = NUMBERS.matcher(text);
    return found.find()
        ? Optional.of(
            new MajorMinor(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))))
        : Optional.empty();
  }

  public boolean isBefore(int otherMajor, int otherMinor) {
    return compareTo(new MajorMinor(otherMajor, otherMinor)) < 0;
  }

  @Override
  public int compareTo(MajorMinor other) {
    return Comparator.comparingInt(MajorMinor::major)
        .thenComparingInt(MajorMinor::minor)
        .compare(this, other);
  }
}
