package dev.eci.installer.preflight;

/** Image-based systems (NixOS, Bottlerocket, Talos) keep these directories read-only. */
final class WritableCheck implements HostCheck {
  @Override
  public CheckResult check(HostFacts facts) {
    return facts.readOnly().isEmpty()
        ? CheckResult.PASS
        : new CheckResult.Refusal(
            "ReadOnlyNode",
            "%s is read-only, as on systems that are built from an image; add the runtime handler \"eci\" with the node's own configuration tool."
                .formatted(String.join(", ", facts.readOnly())));
  }
}
