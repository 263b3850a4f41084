package dev.eci.policy.pod;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.HostPathVolume;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.select.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A harmless pod, but for what a test says. */
final class APod {
  String namespace = "app";
  Map<String, String> namespaceLabels = Map.of();
  Map<String, String> labels = Map.of();
  boolean hostNetwork;
  boolean hostPid;
  boolean hostIpc;
  Optional<Boolean> hostUsers = Optional.empty();
  Optional<String> runtimeClassName = Optional.empty();
  final List<HostPathVolume> volumes = new ArrayList<>();
  final List<Container> containers = new ArrayList<>();

  private APod() {}

  static PodFacts with(Consumer<APod> with) {
    APod pod = new APod();
    with.accept(pod);
    if (pod.containers.isEmpty()) {
      pod.container("busybox");
    }
    List<ImageReference> images =
        pod.containers.stream().flatMap(c -> ImageReference.tryParse(c.image()).stream()).toList();
    return new PodFacts(
        new Subject(
            pod.namespace,
            pod.namespaceLabels,
            pod.labels,
            "default",
            images,
            images.size() == pod.containers.size()),
        "spec",
        pod.hostNetwork,
        pod.hostPid,
        pod.hostIpc,
        pod.hostUsers,
        pod.runtimeClassName,
        pod.volumes,
        pod.containers);
  }

  /** What is left of a pod once {@code mutation} has been applied to it. */
  static PodFacts mutated(PodFacts pod, PodMutation mutation) {
    return new PodFacts(
        pod.subject(),
        pod.path(),
        pod.hostNetwork(),
        pod.hostPid(),
        pod.hostIpc(),
        mutation.hostUsers().or(pod::hostUsers),
        mutation.runtimeClassName().or(pod::runtimeClassName),
        pod.hostPathVolumes(),
        pod.containers());
  }

  void hostPath(String name, String path) {
    volumes.add(volume(name, path, false));
  }

  void createdHostPath(String name, String path) {
    volumes.add(volume(name, path, true));
  }

  void container(String image, Mount... mounts) {
    containers.add(new Container("c" + containers.size(), image, List.of(mounts)));
  }

  static Mount mount(String volume) {
    return new Mount(volume, "", false, "mount of " + volume);
  }

  static Mount readOnly(String volume) {
    return new Mount(volume, "", true, "mount of " + volume);
  }

  static Mount subPath(String volume, String subPath) {
    return new Mount(volume, subPath, false, "mount of " + volume);
  }

  private static HostPathVolume volume(String name, String path, boolean creates) {
    return new HostPathVolume(name, path, creates, "volume " + name);
  }
}
