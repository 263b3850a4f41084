package dev.eci.policy.pod;

import dev.eci.policy.select.Subject;
import java.util.List;
import java.util.Optional;

/**
 * What decisions need to know of a pod's spec (Kubernetes API, PodSpec), or of a template's.
 *
 * @param path where the spec stands in its object: {@code spec}, {@code spec.template.spec}, …
 * @param containers of every kind: containers, init containers and ephemeral containers
 */
public record PodFacts(
    Subject subject,
    String path,
    boolean hostNetwork,
    boolean hostPid,
    boolean hostIpc,
    Optional<Boolean> hostUsers,
    Optional<String> runtimeClassName,
    List<HostPathVolume> hostPathVolumes,
    List<Container> containers) {

  public PodFacts {
    hostPathVolumes = List.copyOf(hostPathVolumes);
    containers = List.copyOf(containers);
  }

  /**
   * A volume of type hostPath.
   *
   * @param creates whether its type (DirectoryOrCreate, FileOrCreate) makes the kubelet create it
   * @param field where its path stands
   */
  public record HostPathVolume(String name, String path, boolean creates, String field) {}

  /** A container of any kind, with its image as it is written. */
  public record Container(String name, String image, List<Mount> mounts) {
    public Container {
      mounts = List.copyOf(mounts);
    }
  }

  /** One entry of a container's volumeMounts; {@code subPath} is empty where there is none. */
  public record Mount(String volume, String subPath, boolean readOnly, String field) {}

  String field(String name) {
    return path + "." + name;
  }
}
