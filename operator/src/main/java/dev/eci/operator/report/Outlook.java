package dev.eci.operator.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What one policy meets of what runs: for a policy in mode Audit or Warn, what Enforce would mean.
 *
 * @param pods that it is about
 * @param denied that would not be admitted
 * @param changed that would be changed, since they run unprotected
 * @param examples the first ones that would be denied, and why
 */
public record Outlook(int pods, int denied, int changed, List<String> examples) {
  static final int EXAMPLES = 5;

  /** Of a policy that is about no pod. */
  public static final Outlook NOTHING = new Outlook(0, 0, 0, List.of());

  public Outlook {
    examples = List.copyOf(examples);
  }

  Outlook withDenied(String example) {
    List<String> next = new ArrayList<>(examples);
    if (next.size() < EXAMPLES) {
      next.add(example);
    }
    return new Outlook(pods + 1, denied + 1, changed, next);
  }

  Outlook withChanged() {
    return new Outlook(pods + 1, denied, changed + 1, examples);
  }

  Outlook withLeft() {
    return new Outlook(pods + 1, denied, changed, examples);
  }
}
