// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.oci.KernelRelease;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NosuidRemounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All transforms that come after the user namespace, in order. */
final class SpecTransforms {
  private SpecTransforms() {}

  /**
   * The transforms for one node.
   *
   * @param nosuid for nodes whose users share directories with containers
   */
  static List<SpecTransform> all(
      HostRoot root, KernelRelease kernel, Optional<NosuidRemounter> nosuid) {
    List<SpecTransform> transforms = new ArrayList<>();
    transforms.add(new RejectSeccompListener());
    transforms.add(new ReduceKernelSurface(System.getProperty("os.arch", "")));
    transforms.add(new StripRuntimeAnnotations());
    transforms.add(new StripHostDevices());
    transforms.add(new BindHostSysfs());
    transforms.add(new ForceReadOnlySysfs());
    // first, because it knows the engine's defaults by their values
    transforms.add(new StripUnownedSysctls());
    transforms.add(new ClampPingGroupRange());
    transforms.add(new SetDomainName());
    transforms.add(new UseMappedImageVolumes(root));
    transforms.add(new IdMapBindMounts(kernel));
    nosuid.ifPresent(n -> transforms.add(new NosuidSharedMounts(root, n)));
    transforms.add(new AddNodevToVolumes(root));
    transforms.add(new SlaveMountPropagation());
    transforms.add(new PinBindSources());
    transforms.add(new OwnDeviceFiles());
    transforms.add(new IdMapRootfs(root, kernel));
    return List.copyOf(transforms);
  }
}
