package dev.eci.installer.preflight;

/**
 * Whether the engine gives pods user namespaces when the kubelet asks for them: containerd does so
 * from 2.0 on (CRI, {@code RuntimeHandlerFeatures.user_namespaces}). Where not, our launcher does.
 */
public final class PodUserNamespaces {
  private PodUserNamespaces() {}

  public static boolean isSupportedBy(HostFacts facts) {
    return MajorMinor.parseFirst(facts.engineVersion()).map(v -> !v.isBefore(2, 0)).orElse(false);
  }
}
