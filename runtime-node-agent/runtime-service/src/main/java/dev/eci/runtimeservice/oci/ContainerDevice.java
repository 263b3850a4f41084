// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An entry of linux.devices. Its numbers are those of the device that the user named on the node,
 * its path is the container's.
 *
 * @param type c, b or p
 * @param mode the permissions that the engine read on the node
 */
record ContainerDevice(
    String path, String type, long major, long minor, int mode, long uid, long gid) {
  private static final Set<String> TYPES = Set.of("c", "b", "p");
  private static final int PERMISSIONS = 0777;
  private static final int DEFAULT_MODE = 0666;
  private static final long MAX_NUMBER = 0xFFFFFFFFL;

  /** The devices of a container that keeps those that the engine added. */
  static List<ContainerDevice> read(Spec spec) throws InvalidSpecException {
    if (StripHostDevices.hasAllDevices(spec)) {
      return List.of();
    }
    List<ContainerDevice> devices = new ArrayList<>();
    for (ObjectNode device : spec.devices()) {
      devices.add(read(device));
    }
    return devices;
  }

  private static ContainerDevice read(ObjectNode device) throws InvalidSpecException {
    String type = device.path("type").asText("");
    // unbuffered character devices are character devices (mknod(1))
    String kind = type.equals("u") ? "c" : type;
    if (!TYPES.contains(kind)) {
      throw new InvalidSpecException("a device has the unknown type \"" + type + "\"");
    }
    return new ContainerDevice(
        path(device.path("path").asText("")),
        kind,
        number(device, "major", 0),
        number(device, "minor", 0),
        (int) (number(device, "fileMode", DEFAULT_MODE) & PERMISSIONS),
        number(device, "uid", 0),
        number(device, "gid", 0));
  }

  private static String path(String written) throws InvalidSpecException {
    try {
      Path path = Path.of(written).normalize();
      if (path.isAbsolute() && path.getNameCount() > 0) {
        return path.toString();
      }
    } catch (InvalidPathException e) {
      // the same as a relative one
    }
    throw new InvalidSpecException("a device has no absolute path");
  }

  private static long number(ObjectNode device, String name, long otherwise)
      throws InvalidSpecException {
    JsonNode value = device.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.canConvertToExactIntegral()
        || !value.canConvertToLong()
        || value.asLong() < 0
        || value.asLong() > MAX_NUMBER) {
      throw new InvalidSpecException("a device has no valid " + name);
    }
    return value.asLong();
  }
}
