// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

/**
 * Whether containerd adds user namespaces to pods when the kubelet requests them. It does since 2.0
 * (CRI, {@code RuntimeHandlerFeatures.user_namespaces}). With older versions, eci-runtime does.
 */
public final class PodUserNamespaces {
  private PodUserNamespaces() {}

  public static boolean isSupportedBy(HostFacts facts) {
    return MajorMinor.parseFirst(facts.engineVersion()).map(v -> !v.isBefore(2, 0)).orElse(false);
  }
}
