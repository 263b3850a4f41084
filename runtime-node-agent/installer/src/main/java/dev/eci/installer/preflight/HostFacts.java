package dev.eci.installer.preflight;

import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.containerd.OciRuntime;
import java.util.List;
import java.util.Optional;

/**
 * What the checks look at.
 *
 * @param kernel release, as uname -r prints it
 * @param engineVersion as {@code containerd --version} prints it; empty if no engine was found
 * @param readOnly directories that we must write to and cannot
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
