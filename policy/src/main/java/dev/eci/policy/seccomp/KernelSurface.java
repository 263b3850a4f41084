// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.seccomp;

import java.util.EnumSet;
import java.util.Set;

/**
 * What one policy says about the kernel ({@code spec.runtime.kernelSurface} and {@code
 * kernelFeatures}).
 *
 * @param isReduced a restriction: whether containers do without all features that are not opened
 * @param opened an allowance: the features that containers reach all the same
 */
public record KernelSurface(boolean isReduced, Set<KernelFeature> opened) {
  /** As Docker and Kubernetes have it. */
  public static final KernelSurface BASELINE = new KernelSurface(false, Set.of());

  public KernelSurface {
    opened = Set.copyOf(opened);
  }

  /** All features but {@code opened}. */
  public static Set<KernelFeature> allBut(Set<KernelFeature> opened) {
    Set<KernelFeature> denied = EnumSet.allOf(KernelFeature.class);
    denied.removeAll(opened);
    return Set.copyOf(denied);
  }
}
