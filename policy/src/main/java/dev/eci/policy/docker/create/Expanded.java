package dev.eci.policy.docker.create;

import dev.eci.policy.docker.Answer;
import dev.eci.policy.docker.Answer.Mounted;
import dev.eci.policy.docker.Facts;
import dev.eci.policy.docker.Question.OfContainer;
import dev.eci.policy.docker.Question.OfVolume;
import dev.eci.policy.docker.create.Asked.Donor;
import dev.eci.policy.docker.create.Asked.NamedVolume;
import dev.eci.policy.docker.create.Asked.NodeSource;
import dev.eci.policy.docker.create.Asked.VolumeOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything of the node that a body shows, as far as it is known yet: its own paths, those that
 * named volumes are mounts of, and those that come with other containers' mounts.
 *
 * @param volumes by name, also those of other containers
 * @param broken rules that what was found breaks by itself, beside those of the body
 */
record Expanded(List<NodeSource> paths, List<NamedVolume> volumes, List<Asked.Broken> broken) {
  static Expanded of(Asked asked, Facts facts) {
    List<NodeSource> paths = new ArrayList<>(asked.paths);
    List<NamedVolume> volumes = new ArrayList<>(asked.volumes);
    Asked found = new Asked();
    for (Donor donor : asked.donors) {
      if (facts.of(new OfContainer(donor.container())) instanceof Answer.Container container) {
        container.mounts().forEach(mount -> take(mount, donor, paths, volumes));
      }
    }
    asked.volumeOptions.forEach(options -> DriverOptions.read(options, paths, found));
    for (NamedVolume volume : volumes) {
      if (facts.of(new OfVolume(volume.name())) instanceof Answer.Volume is) {
        DriverOptions.read(
            new VolumeOptions(is.driver(), is.options(), volume.readOnly(), volume.field()),
            paths,
            found);
      }
    }
    return new Expanded(paths, volumes, found.broken);
  }

  private static void take(
      Mounted mount, Donor donor, List<NodeSource> paths, List<NamedVolume> volumes) {
    boolean readOnly = donor.readOnly() || mount.readOnly();
    switch (mount.type()) {
      case "volume" -> volumes.add(new NamedVolume(mount.name(), readOnly, donor.field()));
      case "bind" -> paths.add(new NodeSource(mount.source(), readOnly, donor.field()));
      default -> {}
    }
  }
}
