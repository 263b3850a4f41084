// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** What a script did on both sides, at the same time. */
record ScriptComparison(String bare, String proxied) {
  static ScriptComparison of(
      Script script, ComparedSocket bare, ComparedSocket proxied, ExecutorService second)
      throws InterruptedException, ExecutionException {
    Future<String> theirs = second.submit(() -> bare.run(script));
    String ours = proxied.run(script);
    return new ScriptComparison(theirs.get(), ours);
  }

  /** Whether the sides are the same, and did what the script is about. */
  boolean isShown() {
    return bare.equals(proxied)
        && !bare.contains("in vain: ")
        && !bare.startsWith("exit 124")
        && !bare.startsWith("exit 137");
  }

  void assertSame() {
    // a script that gave up waiting has shown nothing, even if it did so on both sides
    assertThat(bare)
        .doesNotContain("in vain: ")
        .doesNotStartWith("exit 124")
        .doesNotStartWith("exit 137");
    assertThat(proxied).isEqualTo(bare);
  }
}
