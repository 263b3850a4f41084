// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.Lookup.ContainerLookup;
import dev.eci.policy.docker.Lookup.ImageLookup;
import dev.eci.policy.docker.Lookup.NetworkLookup;
import dev.eci.policy.docker.Lookup.PathLookup;
import dev.eci.policy.docker.Lookup.VolumeLookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.LookupResults;
import dev.eci.policy.docker.create.RequestedAccess.HostMount;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SocketExposure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The lookups that a body needs. Results may require further lookups, three times at most. */
public final class RequiredLookups {
  private RequiredLookups() {}

  /** The lookups that have no result yet. */
  public static Set<Lookup> openLookups(
      RequestedAccess requestedAccess, LookupResults lookupResults) {
    Set<Lookup> open = new LinkedHashSet<>();
    ResolvedAccess all = ResolvedAccess.of(requestedAccess, lookupResults);
    requestedAccess.volumesFrom.forEach(
        volumesFrom -> open.add(new ContainerLookup(volumesFrom.container())));
    requestedAccess.sharedNamespaces.forEach(
        sharedNamespace -> open.add(new ContainerLookup(sharedNamespace.container())));
    requestedAccess.links.forEach(link -> open.add(new ContainerLookup(link.container())));
    requestedAccess.networks.forEach(network -> open.add(new NetworkLookup(network.name())));
    if (!requestedAccess.subnets.isEmpty()) {
      open.add(new Lookup.RouteLookup());
    }
    all.volumes().forEach(volume -> open.add(new VolumeLookup(volume.name())));
    for (List<HostMount> sources : List.of(all.paths(), requestedAccess.devices)) {
      for (HostMount source : sources) {
        paths(source, requestedAccess, lookupResults, open);
      }
    }
    open.removeAll(lookupResults.results().keySet());
    return open;
  }

  /** An invalid path is denied without a lookup. */
  private static void paths(
      HostMount source,
      RequestedAccess requestedAccess,
      LookupResults lookupResults,
      Set<Lookup> open) {
    if (HostPath.parse(source.path()).isEmpty()) {
      return;
    }
    open.add(new PathLookup(source.path()));
    if (!requestedAccess.image().isEmpty() && reachesSocket(source, lookupResults)) {
      open.add(new ImageLookup(requestedAccess.image()));
    }
  }

  private static boolean reachesSocket(HostMount source, LookupResults lookupResults) {
    for (String spelling : spellings(source, lookupResults)) {
      Optional<HostPath> path = HostPath.parse(spelling);
      if (path.isPresent() && SocketExposure.of(path.get()) instanceof SocketExposure.IsSocket) {
        return true;
      }
    }
    return false;
  }

  /** A path as it was written, and its target. */
  static List<String> spellings(HostMount source, LookupResults lookupResults) {
    return lookupResults.resultOf(new PathLookup(source.path()))
                instanceof LookupResult.RealPath(String real, _, _)
            && !real.equals(source.path())
        ? List.of(source.path(), real)
        : List.of(source.path());
  }
}
