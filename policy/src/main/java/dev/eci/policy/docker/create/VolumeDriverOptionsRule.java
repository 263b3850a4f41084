// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.create.RequestedAccess.HostMount;
import dev.eci.policy.docker.create.RequestedAccess.VolumeOptions;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.oci.VolumeFileSystems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * RES-2 and RES-3 in the options of the {@code local} volume driver, which are a mount(8) in three
 * fields: {@code type}, {@code device}, {@code o}. A bind exposes {@code device}; a file system in
 * a file or on a disk exposes its content. Volumes of other drivers belong to their plugin.
 */
final class VolumeDriverOptionsRule {
  private static final Set<String> BIND_FLAGS = Set.of("bind", "rbind");

  /** Their {@code device} names a server, and may start with slashes. */
  private static final Set<String> NETWORKED =
      Set.of("nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs", "lustre", "9p", "virtiofs");

  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

  private VolumeDriverOptionsRule() {}

  static void read(VolumeOptions requested, List<HostMount> paths, RequestedAccess into) {
    if (!requested.driver().isEmpty() && !requested.driver().equals("local")) {
      return;
    }
    Map<String, String> options = requested.options();
    String type = options.getOrDefault("type", "");
    String device = options.getOrDefault("device", "");
    List<String> flags = Arrays.asList(options.getOrDefault("o", "").split(",", -1));
    String field = requested.field();
    if (flags.stream().map(String::strip).anyMatch(BIND_FLAGS::contains)) {
      paths.add(new HostMount(device, requested.readOnly(), field));
      return;
    }
    if (!type.isEmpty() && !VolumeFileSystems.containsData(type)) {
      into.addViolation(RuleId.RES_2, field, p -> HostPathMessages.volumeTypeDenied(type));
      return;
    }
    if (device.startsWith("/") && !NETWORKED.contains(type) && !IN_MEMORY.contains(type)) {
      paths.add(new HostMount(device, false, field));
    }
    pathsIn(flags).forEach(path -> paths.add(new HostMount(path, false, field)));
  }

  /** Journals, credentials and further devices: {@code logdev=/dev/sdb}. */
  private static Stream<String> pathsIn(List<String> flags) {
    return flags.stream()
        .filter(flag -> flag.contains("=/"))
        .map(flag -> flag.substring(flag.indexOf('=') + 1));
  }
}
