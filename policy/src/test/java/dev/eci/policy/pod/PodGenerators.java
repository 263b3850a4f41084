// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.pod.VolumeSource.Driver;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import dev.eci.policy.pod.VolumeSource.Other;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import dev.eci.policy.pod.VolumeSource.Unmappable;
import dev.eci.policy.selector.Selector;
import dev.eci.policy.testing.Gen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Pods and policies with few values, so that they often match. */
final class PodGenerators {
  private static final List<String> PATHS =
      List.of(
          "/data",
          "/data/x",
          "//data/../data",
          "/etc/ssl",
          "/run",
          "/",
          "/var/run/docker.sock",
          "/var/run/docker.sock",
          "/run//docker.sock/",
          "/run/eci/docker/docker.sock",
          "/run/user/1000/docker.sock",
          "/run/containerd/containerd.sock",
          "/proc/1/root/data",
          "relative");
  private static final List<String> PERSISTENT =
      List.of(
          "/opt/local-path-provisioner/pvc-1",
          "/opt/local-path-provisioner",
          "/mnt/disk1",
          "/etc/kubernetes",
          "/dev/sda",
          "/run/docker.sock",
          "/");
  private static final List<String> IMAGES =
      List.of("docker:cli", "docker:dind", "busybox", "B:A:D");
  private static final List<String> VOLUMES = List.of("a", "b");
  private static final List<String> CLASSES = List.of("eci", "eci-2");
  private static final Gen<Boolean> RARELY = Gen.mostly(11, Gen.of(false), Gen.of(true));

  private PodGenerators() {}

  static Gen<PodFacts> pods() {
    return parts()
        .list(0, 3)
        .flatMap(more ->
            containers()
                .list(1, 2)
                .map(containers ->
                    PodBuilder.with(p -> {
                      more.forEach(part -> part.accept(p));
                      containers.forEach(part -> part.accept(p));
                    })));
  }

  /** One setting of a pod. */
  private static Gen<Consumer<PodBuilder>> parts() {
    return Gen.oneOf(
        Gen.of(true, false).map(users -> p -> p.hostUsers = Optional.of(users)),
        Gen.of("eci", "eci-2", "kata", "gvisor")
            .map(name -> p -> p.runtimeClassName = Optional.of(name)),
        volumes(),
        volumes(),
        volumes(),
        namespaces(),
        namespaces(),
        Gen.of("kernel.shmmax", "net.core.somaxconn", "vm.swappiness", "kernel/panic")
            .map(name -> p -> p.sysctls = List.of(name)),
        placements().map(placement -> p -> p.placement = placement),
        Gen.of("x", "y").map(team -> p -> p.labels = Map.of("team", team)));
  }

  private static Gen<Consumer<PodBuilder>> namespaces() {
    return Gen.of(1, 2, 3)
        .map(which ->
            p -> {
              p.hostNetwork = which == 1;
              p.hostPid = which == 2;
              p.hostIpc = which == 3;
            });
  }

  private static Gen<Placement> placements() {
    return Gen.combine(
        Gen.mostly(19, Gen.of(Optional.of("n")), Gen.of(Optional.<String>empty())),
        RARELY,
        Gen.of(true, false),
        Placement::new);
  }

  static Gen<List<Policy>> policyLists() {
    return policies().distinct(Policy::name, 4);
  }

  static Gen<Policy> policies() {
    return Gen.of("a", "b", "c", "d", "e")
        .with(
            settings(),
            (name, settings) ->
                PolicyBuilder.named(
                    name,
                    p -> {
                      settings.accept(p);
                      p.pods =
                          name.equals("e")
                              ? new Selector(Map.of("team", "x"), List.of())
                              : Selector.EVERYTHING;
                    }));
  }

  private static Gen<Consumer<PolicyBuilder>> settings() {
    return Stream.<Gen<Consumer<PolicyBuilder>>>of(
            Gen.of(
                    EnforcementMode.ENFORCE,
                    EnforcementMode.ENFORCE,
                    EnforcementMode.WARN,
                    EnforcementMode.AUDIT)
                .map(m -> p -> p.mode = m),
            Gen.of("docker:cli", "docker:*").list(0, 1).map(list -> p -> p.socketImages = list),
            Gen.of("/data", "/data/x").list(0, 1).map(list -> p -> p.allowed = list),
            Gen.of("/etc").list(0, 1).map(list -> p -> p.readOnlyAllowed = list),
            Gen.of(true, false, false, false).map(locked -> p -> p.locked = locked),
            Gen.of("fc", "iscsi").list(0, 1).map(list -> p -> p.volumeTypes = Set.copyOf(list)),
            Gen.of(CLASSES).map(name -> p -> p.runtimeClassName = name),
            Gen.of("kata").list(0, 1).map(list -> p -> p.sandboxedClasses = Set.copyOf(list)),
            Gen.of(true, true, false, false, false, false, false, false)
                .map(mild -> p -> p.allowsUnmappedVolumes = mild))
        .reduce((one, other) -> one.with(other, Consumer::andThen))
        .orElseThrow();
  }

  private static Gen<Consumer<PodBuilder>> volumes() {
    return Gen.of(VOLUMES).with(sources(), (name, source) -> p -> p.volume(name, source));
  }

  private static Gen<VolumeSource> sources() {
    Gen<VolumeSource> paths =
        Gen.of(PATHS)
            .with(RARELY.map(creates -> creates ? "FileOrCreate" : ""), HostPathVolume::new);
    return Gen.oneOf(
        paths,
        paths,
        Gen.of(PERSISTENT).map(path -> new PersistentPath("pv", path, true)),
        Gen.of("/etc", "/run", "/data", "/export")
            .map(path -> new Driver("example.com/bind", Map.of("hostPath", path))),
        Gen.of(
            new Other(),
            new Unmappable("NFS"),
            new VolumeSource.GitRepo(),
            new VolumeSource.Attached("fc", Optional.empty()),
            new VolumeSource.Attached("iscsi", Optional.of("pv"))));
  }

  private static Gen<Consumer<PodBuilder>> containers() {
    Gen<Consumer<PodBuilder>> containers =
        Gen.combine(
            Gen.of(IMAGES),
            mounts().list(0, 2),
            RARELY,
            (image, mounts, privileged) ->
                p -> {
                  p.container(image, mounts.toArray(Mount[]::new));
                  if (privileged) {
                    p.privileged(image);
                  }
                });
    return containers.with(
        RARELY,
        (container, device) -> device ? container.andThen(p -> p.withDevice("a")) : container);
  }

  private static Gen<Mount> mounts() {
    return Gen.combine(
        Gen.of(VOLUMES),
        Gen.of("", ".", "docker.sock", "$(X)"),
        Gen.of(true, false),
        (volume, subPath, readOnly) -> new Mount(volume, subPath, readOnly, "mount"));
  }
}
