// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.gallery;

import dev.eci.harness.Command.Result;
import dev.eci.system.docker.proxy.compat.OutputNormalizer;
import java.util.regex.Pattern;

/** What a row did on one side, without what differs from run to run. */
record RowOutcome(int exit, String text) {
  private static final Pattern BROKEN =
      Pattern.compile(
          "in vain: |(?m:^failed )|command not found|unknown (shorthand )?flag|syntax error|invalid compose"
              + "|Error response from daemon|[Nn]o such object|is not running|compilation failed");

  static RowOutcome of(Result result, String name) {
    OutputNormalizer normalizer = new OutputNormalizer(name, "/run/docker.sock");
    return new RowOutcome(
        result.exit(),
        "exit %d\n-- out\n%s\n-- err\n%s"
            .formatted(
                result.exit(),
                normalizer.normalize(result.out()),
                normalizer.normalize(result.err()))
            .strip());
  }

  /** On the twin: whether the probe ran to its end, and shows something. */
  boolean isMeaningful() {
    return exit == 0 && !BROKEN.matcher(text).find();
  }
}
