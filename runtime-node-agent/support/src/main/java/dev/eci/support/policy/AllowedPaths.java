// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.policy;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.PathResolution;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Resolves the host paths that policies allow, for {@code AllowanceTargets}. */
public final class AllowedPaths {
  private AllowedPaths() {}

  /** Where each path leads; a path that cannot be resolved is left out, and leads nowhere else. */
  public static Map<HostPath, PathResolution> resolve(HostRoot root, Collection<HostPath> allowed) {
    Map<HostPath, PathResolution> resolved = new HashMap<>();
    for (HostPath path : allowed) {
      try {
        HostRoot.Resolution found = root.resolution(path.value());
        resolved.put(
            path,
            new PathResolution(
                HostPath.of(found.target()),
                found.links().stream().map(HostPath::of).toList(),
                found.isRootControlled()));
      } catch (IOException | IllegalArgumentException e) {
        // the entry covers what it names, as before
      }
    }
    return resolved;
  }
}
