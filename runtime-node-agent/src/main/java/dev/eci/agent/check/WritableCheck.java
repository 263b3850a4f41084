package dev.eci.agent.check;

/** Image-based systems (NixOS, Bottlerocket, Talos) keep these directories read-only. */
final class WritableCheck implements HostCheck {
  @Override
  public Finding check(HostFacts facts) {
    return facts.readOnly().isEmpty()
        ? Finding.PASS
        : new Finding.Refusal(
            "ReadOnlyNode",
            "%s cannot be written to, as on systems that are built from an image; add the runtime handler \"eci\" with the node's own configuration tool."
                .formatted(String.join(", ", facts.readOnly())));
  }
}
