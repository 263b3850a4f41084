package dev.eci.agent.check;

import dev.eci.agent.engine.Engine;
import java.util.stream.Collectors;

/** Exactly one containerd, under systemd: anything else would be guessing what to restart. */
final class EngineFoundCheck implements HostCheck {
  @Override
  public Finding check(HostFacts facts) {
    if (facts.engines().isEmpty()) {
      return new Finding.Refusal(
          "EngineNotFound",
          "No containerd runs on this node; other engines are not supported by this version.");
    }
    if (facts.engines().size() > 1) {
      return new Finding.Refusal(
          "SeveralEngines",
          "Several containerds run on this node (%s), and it is not clear which one serves the kubelet; keep one."
              .formatted(
                  facts.engines().stream().map(Engine::unit).collect(Collectors.joining(", "))));
    }
    return facts.engines().getFirst().unit().isEmpty()
        ? new Finding.Refusal(
            "EngineNotUnderSystemd",
            "containerd is not run by a systemd unit, so it cannot be restarted safely; start it as a service.")
        : Finding.PASS;
  }
}
