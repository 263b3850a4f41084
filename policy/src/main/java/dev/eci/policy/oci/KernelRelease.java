// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Linux. */
public record KernelRelease(int major, int minor) {
  private static final Pattern RELEASE =
      Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})\\D?.*", Pattern.DOTALL);

  /**
   * Parses uname's release, such as {@code 6.8.0-45-generic}.
   *
   * @throws IllegalArgumentException if it does not start with two numbers
   */
  public static KernelRelease parse(String release) {
    Matcher numbers = RELEASE.matcher(release);
    if (!numbers.matches()) {
      throw new IllegalArgumentException("no version of Linux: " + release.strip());
    }
    return new KernelRelease(
        Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
  }

  boolean isAtLeast(KernelRelease other) {
    return major != other.major ? major > other.major : minor >= other.minor;
  }
}
