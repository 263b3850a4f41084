package dev.eci.policy.pod;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.pod.VolumeSource.Driver;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import dev.eci.policy.pod.VolumeSource.Other;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import dev.eci.policy.pod.VolumeSource.Unshiftable;
import dev.eci.policy.selector.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Pods and policies small enough that they often meet. */
final class PodGenerators extends DomainContextBase {
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
  private static final Arbitrary<Boolean> RARELY =
      Arbitraries.frequencyOf(
          net.jqwik.api.Tuple.of(1, Arbitraries.just(true)),
          net.jqwik.api.Tuple.of(11, Arbitraries.just(false)));

  @Provide
  Arbitrary<PodFacts> pods() {
    return parts()
        .list()
        .ofMaxSize(3)
        .flatMap(more ->
            containers()
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(containers ->
                    PodBuilder.with(p -> {
                      more.forEach(part -> part.accept(p));
                      containers.forEach(part -> part.accept(p));
                    })));
  }

  /** One thing that a pod may ask for. */
  private static Arbitrary<Consumer<PodBuilder>> parts() {
    return Arbitraries.oneOf(
        Arbitraries.of(true, false).map(users -> p -> p.hostUsers = Optional.of(users)),
        Arbitraries.of("eci", "eci-2", "kata", "gvisor")
            .map(name -> p -> p.runtimeClassName = Optional.of(name)),
        volumes(),
        volumes(),
        volumes(),
        namespaces(),
        namespaces(),
        Arbitraries.of("kernel.shmmax", "net.core.somaxconn", "vm.swappiness", "kernel/panic")
            .map(name -> p -> p.sysctls = List.of(name)),
        placements().map(placement -> p -> p.placement = placement),
        Arbitraries.of("x", "y").map(team -> p -> p.labels = Map.of("team", team)));
  }

  private static Arbitrary<Consumer<PodBuilder>> namespaces() {
    return Arbitraries.of(1, 2, 3)
        .map(which ->
            p -> {
              p.hostNetwork = which == 1;
              p.hostPid = which == 2;
              p.hostIpc = which == 3;
            });
  }

  private static Arbitrary<Placement> placements() {
    return Combinators.combine(Arbitraries.of("n").optional(), RARELY, Arbitraries.of(true, false))
        .as(Placement::new);
  }

  @Provide
  Arbitrary<List<Policy>> policyLists() {
    return policies().list().ofMaxSize(4).uniqueElements(Policy::name);
  }

  @Provide
  Arbitrary<Policy> policies() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d", "e"),
            Arbitraries.of(
                EnforcementMode.ENFORCE,
                EnforcementMode.ENFORCE,
                EnforcementMode.WARN,
                EnforcementMode.AUDIT),
            Arbitraries.of("docker:cli", "docker:*").list().ofMaxSize(1),
            Arbitraries.of("/data", "/data/x").list().ofMaxSize(1),
            Arbitraries.of("/etc").list().ofMaxSize(1),
            Arbitraries.of(CLASSES),
            Arbitraries.of("kata").list().ofMaxSize(1),
            Arbitraries.of(true, true, false, false, false, false, false, false))
        .as((name, enforcementMode, images, allowed, readOnly, runtimeClass, isolated, mild) ->
            PolicyBuilder.named(
                name,
                p -> {
                  p.mode = enforcementMode;
                  p.socketImages = images;
                  p.allowed = allowed;
                  p.readOnlyAllowed = readOnly;
                  p.runtimeClassName = runtimeClass;
                  p.isolatedClasses = Set.copyOf(isolated);
                  p.toleratesUnshifted = mild;
                  p.pods =
                      name.equals("e")
                          ? new Selector(Map.of("team", "x"), List.of())
                          : Selector.EVERYTHING;
                }));
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  private static Arbitrary<Consumer<PodBuilder>> volumes() {
    return Combinators.combine(Arbitraries.of(VOLUMES), sources())
        .as((name, source) -> p -> p.volume(name, source));
  }

  private static Arbitrary<VolumeSource> sources() {
    Arbitrary<VolumeSource> paths =
        Combinators.combine(Arbitraries.of(PATHS), RARELY).as(HostPathVolume::new);
    return Arbitraries.oneOf(
        paths,
        paths,
        Arbitraries.of(PERSISTENT).map(path -> new PersistentPath("pv", path, true)),
        Arbitraries.of("/etc", "/run", "/data", "/export")
            .map(path -> new Driver("example.com/bind", Map.of("hostPath", path))),
        Arbitraries.of(new Other(), new Unshiftable("NFS"), new VolumeSource.GitRepo()));
  }

  private static Arbitrary<Consumer<PodBuilder>> containers() {
    return Combinators.combine(Arbitraries.of(IMAGES), mounts().list().ofMaxSize(2), RARELY, RARELY)
        .as((image, mounts, privileged, device) ->
            p -> {
              p.container(image, mounts.toArray(Mount[]::new));
              if (privileged) {
                p.privileged(image);
              }
              if (device) {
                p.withDevice("a");
              }
            });
  }

  private static Arbitrary<Mount> mounts() {
    return Combinators.combine(
            Arbitraries.of(VOLUMES),
            Arbitraries.of("", ".", "docker.sock", "$(X)"),
            Arbitraries.of(true, false))
        .as((volume, subPath, readOnly) -> new Mount(volume, subPath, readOnly, "mount"));
  }
}
