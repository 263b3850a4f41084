package dev.eci.agent.check;

import java.util.Optional;

/** containerd gives pods user namespaces by CRI from 2.0 on. */
final class EngineVersionCheck implements HostCheck {
  @Override
  public Finding check(HostFacts facts) {
    if (facts.engines().isEmpty()) {
      return Finding.PASS;
    }
    Optional<Version> engine = Version.in(facts.engineVersion());
    return engine.isEmpty() || engine.get().before(2, 0)
        ? new Finding.Refusal(
            "EngineTooOld",
            "%s cannot give pods user namespaces; run containerd 2.0 or newer on this node."
                .formatted(
                    facts.engineVersion().isEmpty() ? "This containerd" : facts.engineVersion()))
        : Finding.PASS;
  }
}
