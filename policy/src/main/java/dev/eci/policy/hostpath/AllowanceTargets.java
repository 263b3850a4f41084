// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the paths that policies allow lead on the node: an allowance of {@code /etc/localtime}
 * covers {@code /usr/share/zoneinfo/Etc/UTC} too if the former is a link to the latter. Links below
 * an allowed directory count for nothing.
 *
 * <p>Only the node's own links count. To replace a link would be to widen the allowance, so a link
 * is ignored if others than root, or a container, can change the directory that contains it: a
 * container's root is root on disk in what it mounts for writing.
 */
public record AllowanceTargets(Map<HostPath, HostPath> targets) {
  public static final AllowanceTargets NONE = new AllowanceTargets(Map.of());

  private static final HostPath PROC = HostPath.of("/proc");

  /** Below these directories, container runtimes keep the files of containers. */
  private static final List<HostPath> CONTAINERS_FILES =
      List.of(
          HostPath.of("/run"),
          HostPath.of("/var/lib/docker"),
          HostPath.of("/var/lib/containerd"),
          HostPath.of("/var/lib/containers"),
          HostPath.of("/var/lib/kubelet"),
          HostPath.of("/var/lib/rancher"),
          HostPath.of("/var/lib/k0s"),
          HostPath.of("/var/snap"));

  public AllowanceTargets {
    targets = Map.copyOf(targets);
  }

  /**
   * The targets that count.
   *
   * @param resolved the allowed paths as the node resolves them
   * @param writable what containers may mount for writing, by all policies of the node
   * @param own directories of the container engine
   */
  public static AllowanceTargets of(
      Map<HostPath, PathResolution> resolved,
      Collection<HostPath> writable,
      Collection<HostPath> own) {
    Set<HostPath> changeable = new HashSet<>(CONTAINERS_FILES);
    changeable.addAll(own);
    for (HostPath path : writable) {
      changeable.add(path);
      PathResolution resolution = resolved.get(path);
      if (resolution != null) {
        changeable.add(resolution.target());
      }
    }
    Map<HostPath, HostPath> targets = new HashMap<>();
    resolved.forEach((path, resolution) -> {
      if (!resolution.target().equals(path)
          && isAllowable(resolution.target())
          && resolution.isRootControlled()
          && resolution.links().stream().noneMatch(link -> isChangeable(link, changeable))) {
        targets.put(path, resolution.target());
      }
    });
    return new AllowanceTargets(targets);
  }

  /** Whether {@code path} is where the allowed path leads, or lies below. */
  boolean reaches(HostPath allowed, HostPath path) {
    HostPath target = targets.get(allowed);
    return target != null && path.startsWith(target);
  }

  /** As an entry of a policy; links to /proc lead each process elsewhere. */
  private static boolean isAllowable(HostPath target) {
    return !SocketExposure.of(target).reachesSocket() && !target.startsWith(PROC);
  }

  private static boolean isChangeable(HostPath link, Set<HostPath> changeable) {
    HostPath directory = link.parent();
    return !SystemDirectories.contains(directory)
        || VolumeDirectories.isProvisionerDirectory(directory)
        || changeable.stream().anyMatch(directory::startsWith);
  }
}
