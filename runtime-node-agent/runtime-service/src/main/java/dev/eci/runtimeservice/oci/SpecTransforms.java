package dev.eci.runtimeservice.oci;

import dev.eci.policy.oci.KernelRelease;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NosuidRemounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All changes that follow the user namespace, in order. */
final class SpecTransforms {
  private SpecTransforms() {}

  /**
   * What a node of this kind needs.
   *
   * @param nosuid for nodes whose users share directories with containers
   */
  static List<SpecTransform> all(
      HostRoot root, KernelRelease kernel, Optional<NosuidRemounter> nosuid) {
    List<SpecTransform> changes = new ArrayList<>();
    changes.add(new StripRuntimeAnnotations());
    changes.add(new StripHostDevices());
    changes.add(new BindHostSysfs());
    changes.add(new ForceReadOnlySysfs());
    changes.add(new ClampPingGroupRange());
    changes.add(new StripUnownedSysctls());
    changes.add(new IdMapBindMounts(kernel));
    nosuid.ifPresent(n -> changes.add(new NosuidSharedMounts(root, n)));
    changes.add(new AddNodevToVolumes(root));
    changes.add(new SlaveMountPropagation());
    changes.add(new PinBindSources());
    changes.add(new IdMapRootfs(root, kernel));
    return List.copyOf(changes);
  }
}
