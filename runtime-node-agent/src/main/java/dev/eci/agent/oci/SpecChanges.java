package dev.eci.agent.oci;

import dev.eci.agent.host.HostRoot;
import dev.eci.policy.oci.KernelRelease;
import java.util.List;

/** All changes that follow the user namespace, in order. */
final class SpecChanges {
  private SpecChanges() {}

  static List<SpecChange> all(HostRoot root, KernelRelease kernel) {
    return List.of(
        new ForeignAnnotations(),
        new NoNodeDevices(),
        new NodeSysfs(),
        new ReadOnlySysfs(),
        new PingGroups(),
        new ForeignSysctls(),
        new ShiftedBinds(root, kernel),
        new NoDevicesInVolumes(root),
        new NoSharedMounts(),
        new ShiftedRoot(root, kernel));
  }
}
