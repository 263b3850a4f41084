// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.create.RequestedAccess.HostMount;
import dev.eci.policy.docker.create.RequestedAccess.VolumeOptions;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.oci.VolumeFileSystems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Options whose value is a device, however it is written: {@code journal_dev=0x810}. */
  private static final Set<String> DEVICES =
      Set.of("logdev", "rtdev", "journal_dev", "journal_path", "jdev", "device");

  private static final String PLAN9 = "9p";
  private static final String TRANSPORT = "trans=";
  private static final Set<String> PLAN9_NETWORK =
      Set.of("trans=tcp", "trans=rdma", "trans=virtio", "trans=xen");

  private VolumeDriverOptionsRule() {}

  static void read(VolumeOptions requested, List<HostMount> paths, RequestedAccess into) {
    if (!requested.driver().isEmpty() && !requested.driver().equals("local")) {
      return;
    }
    Map<String, String> options = requested.options();
    String type = options.getOrDefault("type", "");
    String device = options.getOrDefault("device", "");
    List<String> flags = flags(options);
    String field = requested.field();
    if (isBind(flags)) {
      paths.add(new HostMount(device, requested.readOnly(), field));
      return;
    }
    if (!type.isEmpty() && !VolumeFileSystems.containsData(type)) {
      into.addViolation(RuleId.RES_2, field, p -> HostPathMessages.volumeTypeDenied(type));
      return;
    }
    // a relative one leads somewhere from the engine's working directory; rules deny it
    if (!device.isEmpty() && !NETWORKED.contains(type) && !IN_MEMORY.contains(type)) {
      paths.add(new HostMount(device, false, field));
    }
    if (type.equals(PLAN9)) {
      plan9(flags, device, paths, requested, into);
    }
    pathsIn(flags).forEach(path -> paths.add(new HostMount(path, false, field)));
  }

  /** The directory that the volume is a bind of. */
  static Optional<String> bound(LookupResult.Volume volume) {
    return volume.driver().equals("local") && isBind(flags(volume.options()))
        ? Optional.ofNullable(volume.options().get("device"))
        : Optional.empty();
  }

  private static List<String> flags(Map<String, String> options) {
    return Arrays.asList(options.getOrDefault("o", "").split(",", -1));
  }

  private static boolean isBind(List<String> flags) {
    return flags.stream().map(String::strip).anyMatch(BIND_FLAGS::contains);
  }

  /** The transport decides what the device is: a server, a socket of the node, a descriptor. */
  private static void plan9(
      List<String> flags,
      String device,
      List<HostMount> paths,
      VolumeOptions requested,
      RequestedAccess into) {
    for (String flag : flags) {
      String transport = flag.strip();
      if (transport.startsWith(TRANSPORT) && !PLAN9_NETWORK.contains(transport)) {
        if (transport.equals(TRANSPORT + "unix")) {
          paths.add(new HostMount(device, false, requested.field()));
        } else {
          into.addViolation(
              RuleId.RES_2,
              requested.field(),
              p -> HostPathMessages.volumeTypeDenied(PLAN9 + "," + transport));
        }
      }
    }
  }

  /** Journals, credentials and further devices: {@code logdev=/dev/sdb}. */
  private static Stream<String> pathsIn(List<String> flags) {
    return flags.stream()
        .map(String::strip)
        .filter(flag -> flag.contains("=/") || DEVICES.contains(flag.split("=", 2)[0]))
        .map(flag -> flag.substring(flag.indexOf('=') + 1));
  }
}
