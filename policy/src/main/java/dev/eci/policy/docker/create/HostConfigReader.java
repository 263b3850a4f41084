// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.create.RequestedAccess.HostMount;
import dev.eci.policy.docker.create.RequestedAccess.LinkedContainer;
import dev.eci.policy.docker.create.RequestedAccess.VolumesFrom;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.model.RuleId;
import java.util.Arrays;
import java.util.List;

/** The parts of HostConfig that are neither mounts nor namespaces, and still expose the node. */
final class HostConfigReader {
  private HostConfigReader() {}

  /** {@code --volumes-from container[:options]}. */
  static void volumesFrom(JsonFields host, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    List<String> donors = host.texts("VolumesFrom");
    for (int i = 0; i < donors.size(); i++) {
      String[] parts = donors.get(i).split(":", 2);
      boolean readOnly = parts.length == 2 && Arrays.asList(parts[1].split(",", -1)).contains("ro");
      requestedAccess.volumesFrom.add(
          new VolumesFrom(parts[0], readOnly, host.path("VolumesFrom", i)));
    }
  }

  /** {@code --link container[:alias]}. */
  static void links(JsonFields host, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    List<String> links = host.texts("Links");
    for (int i = 0; i < links.size(); i++) {
      String field = host.path("Links", i);
      ContainerLink link =
          ContainerLink.parse(links.get(i))
              .orElseThrow(() -> new MalformedBodyException(field + " must be CONTAINER:ALIAS"));
      requestedAccess.links.add(new LinkedContainer(link.container(), field));
    }
  }

  /**
   * ISO-4: a device keeps its owner, who has no ID in the container, so any device may be named. A
   * path outside /dev is a file, and is evaluated like a mount of it.
   */
  static void devices(JsonFields host, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    for (JsonFields device : host.children("Devices")) {
      requestedAccess.devices.add(new HostMount(device.text("PathOnHost"), false, device.path()));
    }
  }

  static void cgroupParent(String parent, String field, RequestedAccess requestedAccess) {
    if (Arrays.asList(parent.split("/", -1)).contains("..")) {
      requestedAccess.addViolation(
          RuleId.RES_2, field, p -> HostPathMessages.cgroupParentDenied(parent));
    }
  }
}
