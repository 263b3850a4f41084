package dev.eci.policy.pod;

import dev.eci.policy.EngineSocketRule;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.Violation;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.HostPathVolume;
import dev.eci.policy.pod.PodFacts.Mount;
import java.util.ArrayList;
import java.util.List;

/**
 * RES-3 for each container and volume mount. A socket's volume that no container mounts reaches
 * nobody: an ephemeral container that mounts it later is checked then.
 */
final class EngineSockets implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    List<Violation> found = new ArrayList<>();
    for (Container container : pod.containers()) {
      for (Mount mount : container.mounts()) {
        for (HostPathVolume volume : pod.hostPathVolumes()) {
          if (volume.name().equals(mount.volume())) {
            EngineSocketRule.check(
                    source(volume, mount), container.image(), mount.field(), policies)
                .ifPresent(found::add);
          }
        }
      }
    }
    return found;
  }

  /** With a subPath, a permitted directory's socket is what is mounted. */
  private static String source(HostPathVolume volume, Mount mount) {
    return mount.subPath().isEmpty() ? volume.path() : volume.path() + "/" + mount.subPath();
  }
}
