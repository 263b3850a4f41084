// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.containerd.OciRuntime;
import java.util.List;
import java.util.Optional;

/**
 * The facts that the checks read.
 *
 * @param kernel release, as uname -r prints it
 * @param engines the containerds that run on the node
 * @param engineVersion as {@code containerd --version} prints it; empty if none was found
 * @param readOnly directories that the installer has to write to and cannot
 * @param cgroup v1, v2 or hybrid
 */
public record HostFacts(
    String kernel,
    long maxUserNamespaces,
    List<ContainerdService> engines,
    String engineVersion,
    Optional<OciRuntime> ociRuntime,
    List<String> readOnly,
    String cgroup) {
  public HostFacts {
    engines = List.copyOf(engines);
    readOnly = List.copyOf(readOnly);
  }
}
