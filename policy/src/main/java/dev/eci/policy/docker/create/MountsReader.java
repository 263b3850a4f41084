// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.model.RuleId;

/** {@code Mounts} of a container or of a service. */
final class MountsReader {
  private MountsReader() {}

  static void read(JsonFields parent, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    for (JsonFields mount : parent.children("Mounts")) {
      String source = mount.text("Source");
      boolean readOnly = mount.isTrue("ReadOnly");
      switch (mount.text("Type")) {
        case "bind" ->
            requestedAccess.paths.add(
                new RequestedAccess.HostMount(source, readOnly, mount.path()));
        case "volume" -> volume(mount, source, readOnly, requestedAccess);
        case "tmpfs", "image" -> {}
        case String other ->
            requestedAccess.addViolation(
                RuleId.RES_2, mount.path(), p -> HostPathMessages.mountTypeDenied(other));
      }
    }
  }

  private static void volume(
      JsonFields mount, String source, boolean readOnly, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    if (source.startsWith("/")) {
      // no volume has such a name, and drivers must not interpret it, so it is evaluated as a path
      requestedAccess.paths.add(new RequestedAccess.HostMount(source, readOnly, mount.path()));
    } else if (!source.isEmpty()) {
      requestedAccess.volumes.add(new RequestedAccess.NamedVolume(source, readOnly, mount.path()));
    }
    JsonFields options = mount.child("VolumeOptions");
    JsonFields driver = options.child("DriverConfig");
    requestedAccess.volumeOptions.add(
        new RequestedAccess.VolumeOptions(
            driver.text("Name"), driver.map("Options"), readOnly, driver.path("Options")));
  }
}
