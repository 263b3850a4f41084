// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.hostpath.HostPath;
import java.util.Set;

/**
 * Something that only the engine or the node knows and that a decision needs. A record, so that it
 * can be the key of its result.
 */
public sealed interface Lookup {
  /** {@code GET /images/NAME/json}; its result is {@link LookupResult.Image}. */
  record ImageLookup(String name) implements Lookup {}

  /** {@code GET /containers/NAME/json}; its result is {@link LookupResult.Container}. */
  record ContainerLookup(String name) implements Lookup {}

  /** {@code GET /exec/ID/json}; its result is {@link LookupResult.Exec}. */
  record ExecLookup(String id) implements Lookup {}

  /** {@code GET /volumes/NAME}; its result is {@link LookupResult.Volume}. */
  record VolumeLookup(String name) implements Lookup {}

  /** {@code GET /networks/NAME}; its result is {@link LookupResult.Network}. */
  record NetworkLookup(String name) implements Lookup {}

  /**
   * The routes of the network namespace in which the engine creates networks; its result is {@link
   * LookupResult.Routes}.
   */
  record RouteLookup() implements Lookup {}

  /**
   * The target of an absolute host path when all symbolic links in it are resolved, as far as it
   * exists; its result is {@link LookupResult.RealPath}.
   */
  record PathLookup(String path) implements Lookup {}

  /**
   * Where the paths that policies allow lead on the node; its result is {@link
   * LookupResult.Resolutions}.
   */
  record AllowanceLookup(Set<HostPath> allowed) implements Lookup {
    public AllowanceLookup {
      allowed = Set.copyOf(allowed);
    }
  }
}
