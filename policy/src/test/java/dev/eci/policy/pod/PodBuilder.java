// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.hostpath.ProxySocket;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.Device;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.pod.PodFacts.Sysctl;
import dev.eci.policy.pod.PodFacts.Volume;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import dev.eci.policy.selector.PodSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A harmless pod, except for what a test sets. */
final class PodBuilder {
  String namespace = "app";
  Map<String, String> namespaceLabels = Map.of();
  Map<String, String> labels = Map.of();
  boolean hostNetwork;
  boolean hostPid;
  boolean hostIpc;
  Optional<Boolean> hostUsers = Optional.empty();
  Optional<String> runtimeClassName = Optional.empty();
  Placement placement = Placement.ANYWHERE;
  List<String> sysctls = List.of();
  Optional<String> notice = Optional.empty();
  PodIds ids = PodIds.NONE;
  final List<Volume> volumes = new ArrayList<>();
  final List<Container> containers = new ArrayList<>();

  private PodBuilder() {}

  static PodFacts with(Consumer<PodBuilder> with) {
    PodBuilder pod = new PodBuilder();
    with.accept(pod);
    if (pod.containers.isEmpty()) {
      pod.container("busybox");
    }
    List<ImageReference> images =
        pod.containers.stream().flatMap(c -> ImageReference.tryParse(c.image()).stream()).toList();
    return new PodFacts(
        new PodSubject(
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
        pod.placement,
        pod.sysctls.stream().map(name -> new Sysctl(name, "sysctl " + name)).toList(),
        pod.notice,
        pod.ids,
        pod.volumes,
        pod.containers);
  }

  /** The pod after {@code mutation}. */
  static PodFacts mutated(PodFacts pod, PodMutation mutation) {
    PodFacts now = pod;
    for (PodChange change : mutation.changes()) {
      now = changed(now, change);
    }
    return now;
  }

  private static PodFacts changed(PodFacts pod, PodChange change) {
    List<Container> containers =
        pod.containers().stream().map(container -> changed(container, change)).toList();
    return new PodFacts(
        subject(pod.subject(), containers),
        pod.path(),
        pod.hostNetwork(),
        pod.hostPid(),
        pod.hostIpc(),
        hostUsers(pod, change),
        change instanceof PodChange.RuntimeClass(var name)
            ? Optional.of(name)
            : pod.runtimeClassName(),
        pod.placement(),
        pod.sysctls(),
        change instanceof PodChange.Notice notice ? Optional.of(notice.text()) : pod.notice(),
        change instanceof PodChange.Ids(var ids) ? new PodIds(pod.ids().named(), ids) : pod.ids(),
        pod.volumes().stream().map(volume -> changed(volume, change)).toList(),
        containers);
  }

  private static Optional<Boolean> hostUsers(PodFacts pod, PodChange change) {
    return switch (change) {
      case PodChange.SetHostUsersFalse() -> Optional.of(false);
      case PodChange.UnsetHostUsers() -> Optional.empty();
      default -> pod.hostUsers();
    };
  }

  private static Container changed(Container container, PodChange change) {
    return change instanceof PodChange.PinnedImage(var field, var name, var image)
            && field.equals(container.field() + ".image")
        ? new Container(
            name,
            image,
            container.privileged(),
            container.privileges(),
            container.mounts(),
            container.devices(),
            container.field())
        : container;
  }

  private static PodSubject subject(PodSubject podSubject, List<Container> containers) {
    List<ImageReference> images =
        containers.stream().flatMap(c -> ImageReference.tryParse(c.image()).stream()).toList();
    return new PodSubject(
        podSubject.namespace(),
        podSubject.namespaceLabels(),
        podSubject.labels(),
        podSubject.serviceAccount(),
        images,
        images.size() == containers.size());
  }

  private static Volume changed(Volume volume, PodChange change) {
    boolean isMeant =
        switch (change) {
          case PodChange.SwapDockerSocket(var index, var name) -> index == volume.index();
          case PodChange.AwaitSocket(var index, var name) -> index == volume.index();
          default -> false;
        };
    return isMeant
        ? new Volume(
            volume.name(),
            volume.index(),
            new HostPathVolume(ProxySocket.PATH, "Socket"),
            volume.field())
        : volume;
  }

  void hostPath(String name, String path) {
    volume(name, new HostPathVolume(path, ""));
  }

  void createdHostPath(String name, String path) {
    volume(name, new HostPathVolume(path, "DirectoryOrCreate"));
  }

  void volume(String name, VolumeSource source) {
    volumes.add(new Volume(name, volumes.size(), source, "volume " + name));
  }

  void container(String image, Mount... mounts) {
    add(image, false, List.of(mounts), List.of());
  }

  void privileged(String image) {
    add(image, true, List.of(), List.of());
  }

  void withDevice(String volume) {
    add("busybox", false, List.of(), List.of(new Device(volume, "device " + volume)));
  }

  private void add(String image, boolean privileged, List<Mount> mounts, List<Device> devices) {
    String name = "c" + containers.size();
    String field = "container " + name;
    List<Privilege> privileges =
        privileged
            ? List.of(new Privilege(Privilege.Kind.PRIVILEGED, "true", field + ".privileged"))
            : List.of();
    containers.add(new Container(name, image, privileged, privileges, mounts, devices, field));
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
}
