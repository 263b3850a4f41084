// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.IdRange;
import dev.eci.runtimeservice.oci.DeviceFiles.Link;
import dev.eci.runtimeservice.oci.DeviceFiles.Node;
import dev.eci.support.rundir.RunPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the container a /dev of its own. In a user namespace the OCI runtime would bind device
 * nodes of the node instead: the container's root could not chown them, and the runtime would take
 * those that have the container's path. With a bind at /dev it creates neither devices nor links
 * there (runc: needsSetupDev), so all of them are planned here. This transform comes after those
 * that read binds.
 */
final class OwnDeviceFiles implements SpecTransform {
  private static final String DEV = "dev";

  /** Devices at other places than /dev. */
  private static final String ELSEWHERE = "devices";

  private static final long ELSEWHERE_SIZE = 1 << 20;
  private static final int WORLD = 0666;

  /** Default devices (OCI runtime-spec, config-linux): path, major, minor. */
  private static final Map<String, long[]> DEFAULTS =
      Map.of(
          "null", new long[] {1, 3},
          "zero", new long[] {1, 5},
          "full", new long[] {1, 7},
          "random", new long[] {1, 8},
          "urandom", new long[] {1, 9},
          "tty", new long[] {5, 0});

  /** The same section's links, and /dev/core as runc and crun add it. */
  private static final Map<String, String> LINKS =
      Map.of(
          "fd", "/proc/self/fd",
          "stdin", "/proc/self/fd/0",
          "stdout", "/proc/self/fd/1",
          "stderr", "/proc/self/fd/2",
          "ptmx", "pts/ptmx");

  private static final Path CORE = Path.of("/proc/kcore");

  @Override
  public String name() {
    return "device nodes of its own";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    Optional<IdRange> range = rewriteContext.allocatedIds().map(IdMap::first);
    Spec spec = rewriteContext.spec();
    if (range.isEmpty() || spec.mounts().stream().anyMatch(OwnDeviceFiles::isBindAtDev)) {
      return false;
    }
    Optional<DevMount> dev = DevMount.find(spec);
    Map<String, Node> inDev = new LinkedHashMap<>();
    Map<String, Node> elsewhere = new LinkedHashMap<>();
    for (ContainerDevice device : ContainerDevice.read(spec)) {
      if (device.path().equals("/dev/ptmx")) {
        continue;
      }
      Optional<String> below = dev.isPresent() ? belowDev(spec, device.path()) : Optional.empty();
      String path = below.orElseGet(() -> Integer.toString(elsewhere.size()));
      Node node = node(rewriteContext, device, path, range.get());
      if (below.isPresent()) {
        inDev.putIfAbsent(path, node);
      } else {
        elsewhere.putIfAbsent(device.path(), node);
      }
    }
    spec.removeDevices();
    dev.ifPresent(mount -> putDev(rewriteContext, mount, inDev, range.get()));
    putElsewhere(rewriteContext, elsewhere, range.get());
    return dev.isPresent() || !elsewhere.isEmpty();
  }

  private static boolean isBindAtDev(ObjectNode mount) {
    return MountOptions.isBind(mount) && DevMount.isAtDev(mount);
  }

  /** The path relative to /dev, unless another mount is there. */
  private static Optional<String> belowDev(Spec spec, String path) throws InvalidSpecException {
    if (!path.startsWith("/dev/")) {
      return Optional.empty();
    }
    for (ObjectNode mount : spec.mounts()) {
      String destination = mount.path("destination").asText("");
      if (destination.startsWith("/dev/") && (path + "/").startsWith(destination + "/")) {
        return Optional.empty();
      }
    }
    return Optional.of(path.substring("/dev/".length()));
  }

  /**
   * Where policy gave the container the device, its IDs own it as the node's own it. Otherwise the
   * node's root does, and the container gets what other users of the node may do, never more.
   */
  private static Node node(
      RewriteContext rewriteContext, ContainerDevice device, String path, IdRange range) {
    boolean isPipe = device.type().equals("p");
    NodeDevices.Found found = rewriteContext.nodeDevice(device);
    boolean isOwned =
        isPipe
            || found.isUsableByOthers()
            || (rewriteContext.mayOwnDevices() && !found.names().isEmpty());
    return new Node(
        path,
        device.type(),
        device.major(),
        device.minor(),
        isOwned ? device.mode() : device.mode() & found.mode(),
        isOwned ? inRange(range, device.uid()) : 0,
        isOwned ? inRange(range, device.gid()) : 0);
  }

  private static long inRange(IdRange range, long id) {
    return range.base() + (id < range.size() ? id : 0);
  }

  private static void putDev(
      RewriteContext rewriteContext, DevMount mount, Map<String, Node> devices, IdRange range) {
    List<Node> nodes = new ArrayList<>(devices.values());
    DEFAULTS.forEach((path, numbers) -> {
      if (!devices.containsKey(path)) {
        nodes.add(new Node(path, "c", numbers[0], numbers[1], WORLD, range.base(), range.base()));
      }
    });
    List<Link> links = new ArrayList<>();
    LINKS.forEach((path, target) -> links.add(new Link(path, target)));
    if (Files.exists(CORE)) {
      links.add(new Link("core", CORE.toString()));
    }
    links.removeIf(link -> devices.containsKey(link.path()));
    rewriteContext.addDeviceFiles(
        new DeviceFiles(
            DEV,
            range.base(),
            mount.size(),
            mount.isNoexec(),
            rewriteContext.spec().mountLabel(),
            nodes,
            links));
    mount.bind(RunPaths.deviceFiles(rewriteContext.id(), DEV));
  }

  private static void putElsewhere(
      RewriteContext rewriteContext, Map<String, Node> devices, IdRange range)
      throws InvalidSpecException {
    if (devices.isEmpty()) {
      return;
    }
    rewriteContext.addDeviceFiles(
        new DeviceFiles(
            ELSEWHERE,
            range.base(),
            ELSEWHERE_SIZE,
            true,
            rewriteContext.spec().mountLabel(),
            List.copyOf(devices.values()),
            List.of()));
    for (Map.Entry<String, Node> device : devices.entrySet()) {
      ObjectNode mount = rewriteContext.spec().addMount();
      mount.put("destination", device.getKey()).put("type", "bind");
      mount.put(
          "source",
          RunPaths.deviceFiles(rewriteContext.id(), ELSEWHERE) + "/" + device.getValue().path());
      MountOptions.add(mount, "bind");
      MountOptions.add(mount, "rprivate");
    }
  }
}
