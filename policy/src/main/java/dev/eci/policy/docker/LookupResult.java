// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.PathResolution;
import dev.eci.policy.image.ImageIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The result of a {@link Lookup}. */
public sealed interface LookupResult {
  /** The object does not exist: the engine responded 404. */
  record Absent() implements LookupResult {}

  /** The lookup failed (the engine is down, or took too long); the request is denied. */
  record Unavailable(String reason) implements LookupResult {}

  /** An image in the engine's store. */
  record Image(ImageIdentity identity) implements LookupResult {}

  /**
   * A container that exists.
   *
   * @param id in full
   * @param runtime HostConfig.Runtime
   * @param privileged HostConfig.Privileged
   * @param hostNamespaces those of HostConfig's NetworkMode, PidMode, IpcMode, UTSMode, UsernsMode
   *     and CgroupnsMode that are {@code host}, by the names network, pid, ipc, uts, user, cgroup
   * @param mounts sources of {@code Mounts} on the node, by path
   * @param namespace that its label {@code eci.dev/namespace} names; empty if none does
   */
  record Container(
      String id,
      String runtime,
      boolean privileged,
      List<String> hostNamespaces,
      List<ContainerMount> mounts,
      ImageIdentity image,
      String namespace)
      implements LookupResult {
    public Container {
      hostNamespaces = List.copyOf(hostNamespaces);
      mounts = List.copyOf(mounts);
    }
  }

  /**
   * A mount of a container.
   *
   * @param type {@code bind}, {@code volume}, {@code tmpfs} …
   * @param name of a volume; empty for others
   * @param source path on the node
   */
  record ContainerMount(String type, String name, String source, boolean readOnly) {}

  /** An exec instance, {@code ContainerID} of it. */
  record Exec(String containerId) implements LookupResult {}

  /**
   * A volume.
   *
   * @param options {@code Options}, such as {@code type}, {@code o}, {@code device}
   * @param namespace that its label {@code eci.dev/namespace} names; empty if none does
   */
  record Volume(String driver, Map<String, String> options, String namespace)
      implements LookupResult {
    public Volume {
      options = Map.copyOf(options);
    }

    /** A volume that no pod created. */
    public Volume(String driver, Map<String, String> options) {
      this(driver, options, "");
    }
  }

  /**
   * A network.
   *
   * @param id in full
   * @param namespace that its label {@code eci.dev/namespace} names; empty if none does
   */
  record Network(String name, String driver, String id, String namespace) implements LookupResult {
    /** A network that no pod created. */
    public Network(String name, String driver) {
      this(name, driver, name, "");
    }
  }

  /** Destinations, and the node's own addresses; without the default routes. */
  record Routes(List<IpPrefix> destinations) implements LookupResult {
    public Routes {
      destinations = List.copyOf(destinations);
    }
  }

  /**
   * The target of a path.
   *
   * @param path without links; the part that does not exist is as requested
   * @param owners of each directory on the way and of the file, from the root directory down, as
   *     far as they exist
   * @param ownersWithin the owners other than root of what is directly in a directory for homes
   *     that root owns, two of them at most; empty for other paths
   */
  record RealPath(String path, List<Long> owners, Set<Long> ownersWithin) implements LookupResult {
    public RealPath {
      owners = List.copyOf(owners);
      ownersWithin = Set.copyOf(ownersWithin);
    }

    /** A path that is no directory for homes. */
    public RealPath(String path, List<Long> owners) {
      this(path, owners, Set.of());
    }

    /** A path of which only root owns what exists. */
    public RealPath(String path) {
      this(path, List.of());
    }
  }

  /** The targets of allowed paths; those that could not be resolved are missing. */
  record Resolutions(Map<HostPath, PathResolution> byPath) implements LookupResult {
    public Resolutions {
      byPath = Map.copyOf(byPath);
    }
  }
}
