// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import java.util.Set;

/**
 * How the containers of protected pods must run.
 *
 * @param className the RuntimeClass of protected pods (ISO-7)
 * @param allowsUnmappedVolumes whether a volume without support for ID-mapped mounts may be mounted
 *     ({@code userNamespaces: Preferred}), and a pod that cannot be protected may be admitted
 * @param isolatedClasses RuntimeClasses that isolate by other means, such as a virtual machine
 */
public record RuntimePolicy(
    String className, boolean allowsUnmappedVolumes, Set<String> isolatedClasses) {
  public RuntimePolicy {
    isolatedClasses = Set.copyOf(isolatedClasses);
  }

  /** User namespaces are required, and no class isolates by other means. */
  public static RuntimePolicy of(String className) {
    return new RuntimePolicy(className, false, Set.of());
  }
}
