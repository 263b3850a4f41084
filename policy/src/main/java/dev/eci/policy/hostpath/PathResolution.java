// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;

/**
 * Where a host path leads on its node.
 *
 * @param target without links; the part that does not exist is as written
 * @param links that were followed, each by its own path: its directory has no links
 * @param isRootControlled whether only root can add and replace files in the directories of these
 *     links, and in those above
 */
public record PathResolution(HostPath target, List<HostPath> links, boolean isRootControlled) {
  public PathResolution {
    links = List.copyOf(links);
  }
}
