// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.seccomp.KernelSurface;
import java.util.Set;

/**
 * How the containers of protected pods must run.
 *
 * @param className the RuntimeClass of protected pods (ISO-7)
 * @param allowsUnmappedVolumes whether a volume without support for ID-mapped mounts may be mounted
 *     ({@code userNamespaces: Preferred}), and a pod that cannot be protected may be admitted
 * @param idCount the number of IDs from 0 up in a user namespace of eci-runtime's, a multiple of
 *     65536 (ISO-2)
 * @param isolatedClasses RuntimeClasses that isolate by other means, such as a virtual machine
 * @param kernel what of the kernel containers reach (ISO-6)
 */
public record RuntimePolicy(
    String className,
    boolean allowsUnmappedVolumes,
    long idCount,
    Set<String> isolatedClasses,
    KernelSurface kernel) {
  public RuntimePolicy {
    isolatedClasses = Set.copyOf(isolatedClasses);
  }

  /** User namespaces of 65536 IDs are required, and no class isolates by other means. */
  public static RuntimePolicy of(String className) {
    return new RuntimePolicy(className, false, IdRange.SIZE, Set.of(), KernelSurface.BASELINE);
  }
}
