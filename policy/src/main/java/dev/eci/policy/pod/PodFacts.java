// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.selector.PodSubject;
import java.util.List;
import java.util.Optional;

/**
 * The input of decisions about a pod's spec (Kubernetes API, PodSpec), or a template's.
 *
 * @param path where the spec is in its object: {@code spec}, {@code spec.template.spec}, …
 * @param sysctls by name, from its security context
 * @param notice the value of its annotation {@link PodMutation#NOTICE}
 * @param ids above 65535 need more than the kubelet's user namespace has
 * @param containers of every kind: containers, init containers and ephemeral containers
 */
public record PodFacts(
    PodSubject subject,
    String path,
    boolean hostNetwork,
    boolean hostPid,
    boolean hostIpc,
    Optional<Boolean> hostUsers,
    Optional<String> runtimeClassName,
    Placement placement,
    List<Sysctl> sysctls,
    Optional<String> notice,
    PodIds ids,
    List<Volume> volumes,
    List<Container> containers) {

  public PodFacts {
    sysctls = List.copyOf(sysctls);
    volumes = List.copyOf(volumes);
    containers = List.copyOf(containers);
  }

  /** A sysctl that the pod sets. */
  public record Sysctl(String name, String field) {}

  /**
   * One entry of the pod's volumes.
   *
   * @param index its index in the list
   * @param field the path of its source
   */
  public record Volume(String name, int index, VolumeSource source, String field) {}

  /**
   * A container of any kind, with its image as it is written.
   *
   * @param privileges what it requests that a user namespace has to contain
   * @param field its path in the object
   */
  public record Container(
      String name,
      String image,
      boolean privileged,
      List<Privilege> privileges,
      List<Mount> mounts,
      List<Device> devices,
      String field) {
    public Container {
      privileges = List.copyOf(privileges);
      mounts = List.copyOf(mounts);
      devices = List.copyOf(devices);
    }
  }

  /** One entry of a container's volumeMounts; {@code subPath} is empty where there is none. */
  public record Mount(String volume, String subPath, boolean readOnly, String field) {}

  /** One entry of a container's volumeDevices. */
  public record Device(String volume, String field) {}

  /**
   * Whether pods are created from it later, each of which is evaluated by itself. An object whose
   * spec is at a pod's path counts as a pod.
   */
  boolean isTemplate() {
    return !path.equals("spec");
  }

  String field(String name) {
    return path + "." + name;
  }
}
