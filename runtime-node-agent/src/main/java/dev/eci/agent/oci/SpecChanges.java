package dev.eci.agent.oci;

import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.Nosuid;
import dev.eci.policy.oci.KernelRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All changes that follow the user namespace, in order. */
final class SpecChanges {
  private SpecChanges() {}

  /**
   * What a node of this kind needs.
   *
   * @param nosuid for nodes whose users share directories with containers
   */
  static List<SpecChange> all(HostRoot root, KernelRelease kernel, Optional<Nosuid> nosuid) {
    List<SpecChange> changes = new ArrayList<>();
    changes.add(new ForeignAnnotations());
    changes.add(new NoNodeDevices());
    changes.add(new NodeSysfs());
    changes.add(new ReadOnlySysfs());
    changes.add(new PingGroups());
    changes.add(new ForeignSysctls());
    changes.add(new ShiftedBinds(kernel));
    nosuid.ifPresent(n -> changes.add(new NoSetUserId(root, n)));
    changes.add(new NoDevicesInVolumes(root));
    changes.add(new NoSharedMounts());
    changes.add(new HeldSources());
    changes.add(new ShiftedRoot(root, kernel));
    return List.copyOf(changes);
  }
}
