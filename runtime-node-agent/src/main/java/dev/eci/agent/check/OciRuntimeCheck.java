package dev.eci.agent.check;

import dev.eci.agent.engine.OciRuntime;

/**
 * containerd offers user namespaces for a handler only if its runtime reports both features. runc
 * reports idmapped mounts from 1.2 on.
 */
final class OciRuntimeCheck implements HostCheck {
  @Override
  public Finding check(HostFacts facts) {
    if (facts.engines().isEmpty()) {
      return Finding.PASS;
    }
    if (facts.ociRuntime().isEmpty()) {
      return new Finding.Refusal(
          "OciRuntimeNotFound",
          "No runc that answers to \"features\" was found where containerd looks for it; install runc 1.2 or newer.");
    }
    OciRuntime runtime = facts.ociRuntime().get();
    return runtime.userNamespaces() && runtime.idmappedMounts()
        ? Finding.PASS
        : new Finding.Refusal(
            "OciRuntimeTooOld",
            "%s %s reports no idmapped mounts or no user namespaces; install runc 1.2 or newer."
                .formatted(runtime.path(), runtime.version()));
  }
}
