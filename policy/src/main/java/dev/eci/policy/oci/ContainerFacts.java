// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.AllowanceTargets;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.MountedNames;
import dev.eci.policy.image.ImageIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The input of decisions about a container that is about to be created (OCI runtime-spec,
 * config.json and config-linux).
 *
 * @param origin what the container belongs to: known from how the agent was started, never from
 *     annotations
 * @param image on the node; an empty name for a pod's sandbox, whose image the container runtime's
 *     configuration chooses
 * @param ownNamespaces types (network, pid, ipc, uts, mount, user, cgroup) that are new, or that it
 *     joins and that are not the node's
 * @param userMappings linux.uidMappings
 * @param groupMappings linux.gidMappings
 * @param binds bind mounts from the node
 * @param devices of the node, without those that every container has
 * @param allowanceTargets where the paths that policies allow lead; none until a decision needs it
 */
public record ContainerFacts(
    Origin origin,
    ImageIdentity image,
    Set<String> ownNamespaces,
    List<IdMapping> userMappings,
    List<IdMapping> groupMappings,
    List<Bind> binds,
    List<Device> devices,
    AllowanceTargets allowanceTargets) {

  public ContainerFacts {
    ownNamespaces = Set.copyOf(ownNamespaces);
    userMappings = List.copyOf(userMappings);
    groupMappings = List.copyOf(groupMappings);
    binds = List.copyOf(binds);
    devices = List.copyOf(devices);
  }

  /** The same container with these devices. */
  public ContainerFacts withDevices(List<Device> other) {
    return new ContainerFacts(
        origin, image, ownNamespaces, userMappings, groupMappings, binds, other, allowanceTargets);
  }

  /** Facts for a first decision. */
  public ContainerFacts(
      Origin origin,
      ImageIdentity image,
      Set<String> ownNamespaces,
      List<IdMapping> userMappings,
      List<IdMapping> groupMappings,
      List<Bind> binds,
      List<Device> devices) {
    this(
        origin,
        image,
        ownNamespaces,
        userMappings,
        groupMappings,
        binds,
        devices,
        AllowanceTargets.NONE);
  }

  public ContainerFacts withAllowanceTargets(AllowanceTargets targets) {
    return new ContainerFacts(
        origin, image, ownNamespaces, userMappings, groupMappings, binds, devices, targets);
  }

  /** What the container belongs to. */
  public sealed interface Origin permits Pod, DockerOrigin {
    /** The labels by which policies are chosen; none where there is no Kubernetes. */
    Map<String, String> namespaceLabels();
  }

  /**
   * The pod of the container.
   *
   * @param containerId of this very container, with which the container runtime created it
   */
  public record Pod(
      String namespace,
      Map<String, String> namespaceLabels,
      String uid,
      String sandboxId,
      String containerId)
      implements Origin {
    public Pod {
      namespaceLabels = Map.copyOf(namespaceLabels);
    }
  }

  /**
   * One line of a uid_map: {@code size} IDs from {@code containerId} inside are {@code hostId} and
   * up outside.
   */
  public record IdMapping(long containerId, long hostId, long size) {}

  /**
   * A bind mount of {@code source} on the node at {@code destination} in the container.
   *
   * @param written the source before links were followed, for messages
   * @param names what the source is or contains by other names ({@link MountedNames})
   * @param isLocalVolume whether it is a pod's {@code local} volume ({@link PodVolumeBind})
   * @param isByChangeableLink whether a link that users can change leads from {@code written} to
   *     the source ({@link dev.eci.policy.hostpath.UserHomes#mayBeReached})
   */
  public record Bind(
      String source,
      String destination,
      boolean readOnly,
      String field,
      String written,
      List<HostPath> names,
      boolean isLocalVolume,
      boolean isByChangeableLink) {
    public Bind {
      names = List.copyOf(names);
    }

    /** A bind mount whose source has one name. */
    public Bind(String source, String destination, boolean readOnly, String field, String written) {
      this(source, destination, readOnly, field, written, List.of(), false, false);
    }

    /** A bind mount whose source is no link and has one name. */
    public Bind(String source, String destination, boolean readOnly, String field) {
      this(source, destination, readOnly, field, source);
    }

    /** The same bind, for writing. */
    Bind writable() {
      return new Bind(
          source, destination, false, field, written, names, isLocalVolume, isByChangeableLink);
    }

    /** The same bind, by another of its names. */
    Bind as(HostPath name) {
      return new Bind(
          name.value(), destination, readOnly, field, source, List.of(name), false, false);
    }

    /** Whether this is {@link #as} another name. */
    boolean isOtherName() {
      return names.size() == 1 && names.getFirst().value().equals(source);
    }
  }

  /**
   * A device of the node (config.json, linux.devices).
   *
   * @param path in the container
   * @param names its paths below the node's /dev
   * @param usableByOthers whether every user of the node may read and write it by one of them
   */
  public record Device(String path, List<String> names, boolean usableByOthers, String field) {
    public Device {
      names = List.copyOf(names);
    }
  }
}
