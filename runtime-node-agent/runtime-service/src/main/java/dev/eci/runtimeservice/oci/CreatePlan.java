// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import java.util.List;
import java.util.Optional;

/**
 * What eci-runtime does for a container, mounts above all (docs/protocol.md).
 *
 * @param rootfs empty where the engine has mapped the IDs of the files itself
 * @param binds sources of the bind mounts, in the order of the mounts
 * @param devices file systems with device nodes of the container's own
 * @param network sysctls that the container's root may not set
 */
public record CreatePlan(
    Optional<RootfsPlan> rootfs,
    List<BindSource> binds,
    List<DeviceFiles> devices,
    Optional<NetworkSysctls> network) {
  public static final CreatePlan NONE =
      new CreatePlan(Optional.empty(), List.of(), List.of(), Optional.empty());

  public CreatePlan {
    binds = List.copyOf(binds);
    devices = List.copyOf(devices);
  }
}
