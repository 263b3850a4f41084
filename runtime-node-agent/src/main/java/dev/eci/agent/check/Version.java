package dev.eci.agent.check;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first two numbers of a version. */
public record Version(int major, int minor) implements Comparable<Version> {
  private static final Pattern NUMBERS =
      Pattern.compile("(?<![\\w.])v?([0-9]{1,4})\\.([0-9]{1,4})(?![0-9])");

  /** The first version in the text. */
  public static Optional<Version> in(String text) {
    Matcher found = NUMBERS.matcher(text);
    return found.find()
        ? Optional.of(
            new Version(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))))
        : Optional.empty();
  }

  public boolean before(int otherMajor, int otherMinor) {
    return compareTo(new Version(otherMajor, otherMinor)) < 0;
  }

  @Override
  public int compareTo(Version other) {
    return Comparator.comparingInt(Version::major)
        .thenComparingInt(Version::minor)
        .compare(this, other);
  }
}
