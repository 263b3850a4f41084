// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a denial as kubectl shows it. */
record DenialLine(String rule, String policy, String field, String sentence) {
  private static final Pattern LINE =
      Pattern.compile("([A-Z]+-\\d+) \\(EciPolicy \"([^\"]*)\"\\) (\\S+): (.*)");
  private static final String PREFIX = "admission webhook \"[a-z.]+\" denied the request: ";

  /** Fails on a line that does not name rule, policy and field. */
  static List<DenialLine> lines(String denial) {
    return denial.replaceFirst(PREFIX, "").lines().map(DenialLine::of).toList();
  }

  private static DenialLine of(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("this names no rule, policy and field: " + line);
    }
    return new DenialLine(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
  }

  String violation() {
    return rule + " " + field;
  }
}
