// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value of spec.hostPaths: absolute host paths; each includes everything below it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostPathsSpec(
    @JsonPropertyDescription(
            "Absolute host paths that may be mounted read-write or read-only. Each includes everything below it.")
        @Size(max = 1000)
        @Nullable List<String> allowed,
    @JsonPropertyDescription(
            "Absolute host paths that may be mounted read-only. Each includes everything below it.")
        @Size(max = 1000)
        @Nullable List<String> readOnlyAllowed,
    @JsonPropertyDescription(
            "Docker hosts only: whether containers may mount /lib/modules, the time zone, CA certificates, /etc/passwd and /etc/group read-only. docs/docker-host.md lists the paths. On Kubernetes nodes they are denied like any host path.")
        @Default("Allow")
        @Nullable DockerHostDefaults dockerHostDefaults,
    @JsonPropertyDescription(
            "Docker hosts only: whose data containers may mount without an entry. Shared: what is in the caller's own home, and shared directories such as /srv, /data and /tmp. CallerOwned: only directories of the caller, by their owner; containers get what they have themselves. Root may mount all.")
        @Default("Shared")
        @Nullable DockerHostUserData dockerHostUserData) {
  /** Values of spec.hostPaths.dockerHostUserData. */
  public enum DockerHostUserData {
    Shared,
    CallerOwned
  }

  /** Values of spec.hostPaths.dockerHostDefaults. */
  public enum DockerHostDefaults {
    Allow,
    Deny
  }
}
