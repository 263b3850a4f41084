package dev.eci.agent.check;

import java.util.List;
import java.util.Optional;

/** All checks, in the order in which people would mend what they find. */
public final class HostChecks {
  private static final List<HostCheck> CHECKS =
      List.of(
          new KernelCheck(),
          new UserNamespacesCheck(),
          new EngineFoundCheck(),
          new EngineVersionCheck(),
          new OciRuntimeCheck(),
          new WritableCheck());

  private HostChecks() {}

  public static List<Finding> run(HostFacts facts) {
    return CHECKS.stream().map(check -> check.check(facts)).toList();
  }

  /** The first refusal; the later ones often follow from it. */
  public static Optional<Finding.Refusal> refusal(List<Finding> findings) {
    return findings.stream()
        .filter(Finding.Refusal.class::isInstance)
        .map(Finding.Refusal.class::cast)
        .findFirst();
  }

  public static List<String> notes(List<Finding> findings) {
    return findings.stream()
        .filter(Finding.Note.class::isInstance)
        .map(finding -> ((Finding.Note) finding).text())
        .toList();
  }
}
