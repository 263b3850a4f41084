package dev.eci.webhook.apiserver;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a denial as kubectl shows it. */
record Denial(String rule, String policy, String field, String sentence) {
  private static final Pattern LINE =
      Pattern.compile("([A-Z]+-\\d+) \\(EciPolicy \"([^\"]*)\"\\) (\\S+): (.*)");
  private static final String LEAD = "admission webhook \"[a-z.]+\" denied the request: ";

  /** Fails on a line that does not name rule, policy and field. */
  static List<Denial> lines(String refusal) {
    return refusal.replaceFirst(LEAD, "").lines().map(Denial::of).toList();
  }

  private static Denial of(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("this names no rule, policy and field: " + line);
    }
    return new Denial(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
  }

  String finding() {
    return rule + " " + field;
  }
}
