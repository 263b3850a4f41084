// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import java.util.List;
import java.util.Optional;

/** All checks, in the order in which an administrator would fix the problems. */
public final class HostChecks {
  private static final List<HostCheck> CHECKS =
      List.of(
          new KernelCheck(),
          new UserNamespacesCheck(),
          new ContainerdFoundCheck(),
          new ContainerdVersionCheck(),
          new OciRuntimeCheck(),
          new WritableCheck());

  private HostChecks() {}

  public static List<CheckResult> run(HostFacts facts) {
    return CHECKS.stream().map(check -> check.check(facts)).toList();
  }

  /** The first refusal; the later ones often follow from it. */
  public static Optional<CheckResult.Failure> firstFailure(List<CheckResult> results) {
    return results.stream()
        .filter(CheckResult.Failure.class::isInstance)
        .map(CheckResult.Failure.class::cast)
        .findFirst();
  }

  public static List<String> notes(List<CheckResult> results) {
    return results.stream()
        .filter(CheckResult.Note.class::isInstance)
        .map(checkResult -> ((CheckResult.Note) checkResult).text())
        .toList();
  }
}
