// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import java.util.Set;

/**
 * What spec.volumes allows.
 *
 * @param types volume types of the Kubernetes API that pods may use although they can be a disk of
 *     the node, such as {@code fc}
 */
public record VolumeAllowances(Set<String> types) {
  public static final VolumeAllowances NONE = new VolumeAllowances(Set.of());

  public VolumeAllowances {
    types = Set.copyOf(types);
  }
}
