package dev.eci.policy.docker.create;

import dev.eci.policy.RuleId;
import dev.eci.policy.text.NodePathTexts;
import java.util.Set;

/** {@code Mounts} of a container or of a service. */
final class Mounts {
  private Mounts() {}

  static void read(Fields parent, Asked asked) throws BadBody {
    for (Fields mount : parent.children("Mounts")) {
      mount.onlyKnown(KnownKeys.MOUNT, Set.of(), asked);
      String source = mount.text("Source");
      boolean readOnly = mount.flag("ReadOnly");
      switch (mount.text("Type")) {
        case "bind" -> asked.paths.add(new Asked.NodeSource(source, readOnly, mount.at()));
        case "volume" -> volume(mount, source, readOnly, asked);
        case "tmpfs", "image" -> {}
        case String other ->
            asked.broken(RuleId.RES_2, mount.at(), p -> NodePathTexts.mountTypeDenied(other));
      }
    }
  }

  private static void volume(Fields mount, String source, boolean readOnly, Asked asked)
      throws BadBody {
    if (source.startsWith("/")) {
      // no volume is called so; what a driver would make of it is not left to the driver
      asked.paths.add(new Asked.NodeSource(source, readOnly, mount.at()));
    } else if (!source.isEmpty()) {
      asked.volumes.add(new Asked.NamedVolume(source, readOnly, mount.at()));
    }
    Fields options = mount.child("VolumeOptions");
    options.onlyKnown(KnownKeys.VOLUME_OPTIONS, Set.of(), asked);
    Fields driver = options.child("DriverConfig");
    driver.onlyKnown(KnownKeys.DRIVER, Set.of(), asked);
    asked.volumeOptions.add(
        new Asked.VolumeOptions(
            driver.text("Name"), driver.map("Options"), readOnly, driver.at("Options")));
  }
}
