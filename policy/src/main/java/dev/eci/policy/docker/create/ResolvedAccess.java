// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.Lookup.ContainerLookup;
import dev.eci.policy.docker.Lookup.VolumeLookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.LookupResult.ContainerMount;
import dev.eci.policy.docker.LookupResults;
import dev.eci.policy.docker.create.RequestedAccess.HostMount;
import dev.eci.policy.docker.create.RequestedAccess.NamedVolume;
import dev.eci.policy.docker.create.RequestedAccess.VolumeOptions;
import dev.eci.policy.docker.create.RequestedAccess.VolumesFrom;
import java.util.ArrayList;
import java.util.List;

/**
 * The access to the node that a body requests, as far as it is resolved: its own paths, those that
 * named volumes are mounts of, and those of other containers' mounts.
 *
 * @param volumes by name, also those of other containers
 * @param staticViolations violations of resolved objects, in addition to those of the body
 */
record ResolvedAccess(
    List<HostMount> paths,
    List<NamedVolume> volumes,
    List<RequestedAccess.StaticViolation> staticViolations) {
  static ResolvedAccess of(RequestedAccess requestedAccess, LookupResults lookupResults) {
    List<HostMount> paths = new ArrayList<>(requestedAccess.paths);
    List<NamedVolume> volumes = new ArrayList<>(requestedAccess.volumes);
    RequestedAccess found = new RequestedAccess();
    for (VolumesFrom volumesFrom : requestedAccess.volumesFrom) {
      if (lookupResults.resultOf(new ContainerLookup(volumesFrom.container()))
          instanceof LookupResult.Container container) {
        container.mounts().forEach(mount -> addMount(mount, volumesFrom, paths, volumes));
      }
    }
    requestedAccess.volumeOptions.forEach(
        options -> VolumeDriverOptionsRule.read(options, paths, found));
    for (NamedVolume volume : volumes) {
      if (lookupResults.resultOf(new VolumeLookup(volume.name()))
          instanceof LookupResult.Volume is) {
        VolumeDriverOptionsRule.read(
            new VolumeOptions(is.driver(), is.options(), volume.readOnly(), volume.field()),
            paths,
            found);
      }
    }
    return new ResolvedAccess(paths, volumes, found.staticViolations);
  }

  private static void addMount(
      ContainerMount mount,
      VolumesFrom volumesFrom,
      List<HostMount> paths,
      List<NamedVolume> volumes) {
    boolean readOnly = volumesFrom.readOnly() || mount.readOnly();
    switch (mount.type()) {
      case "volume" -> volumes.add(new NamedVolume(mount.name(), readOnly, volumesFrom.field()));
      case "bind" -> paths.add(new HostMount(mount.source(), readOnly, volumesFrom.field()));
      default -> {}
    }
  }
}
