// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tmpfs that engines mount at /dev.
 *
 * @param mount in config.json
 * @param size its limit, in bytes
 * @param isNoexec whether programs on it cannot be executed
 */
record DevMount(ObjectNode mount, long size, boolean isNoexec) {
  private static final Pattern SIZE = Pattern.compile("size=([0-9]{1,12})([kmg]?)");

  /** Empty if there is none, or one with options that users chose: the OCI runtime mounts it. */
  static Optional<DevMount> find(Spec spec) throws InvalidSpecException {
    Optional<DevMount> only = Optional.empty();
    for (ObjectNode mount : spec.mounts()) {
      if (isAtDev(mount)) {
        if (only.isPresent()) {
          return Optional.empty();
        }
        only = read(mount);
      }
    }
    return only;
  }

  static boolean isAtDev(ObjectNode mount) {
    return mount.path("destination").asText("").replaceAll("/+$", "").equals("/dev");
  }

  private static Optional<DevMount> read(ObjectNode mount) {
    if (!MountOptions.isType(mount, "tmpfs")) {
      return Optional.empty();
    }
    long size = 0;
    boolean isNoexec = false;
    for (JsonNode option : mount.path("options")) {
      Matcher limit = SIZE.matcher(option.asText());
      switch (option.asText()) {
        case "nosuid", "strictatime", "mode=755", "rw" -> {}
        case "noexec" -> isNoexec = true;
        default -> {
          if (!limit.matches()) {
            return Optional.empty();
          }
          size =
              Long.parseLong(limit.group(1))
                  << (10 * (limit.group(2).isEmpty() ? 0 : " kmg".indexOf(limit.group(2))));
        }
      }
    }
    return size == 0 || !MountOptions.has(mount, "nosuid")
        ? Optional.empty()
        : Optional.of(new DevMount(mount, size, isNoexec));
  }

  /** Replaces it with a bind of a file system that eci-runtime created with these options. */
  void bind(String source) {
    mount.put("type", "bind").put("source", source);
    mount.putArray("options").add("bind").add("rprivate");
  }
}
