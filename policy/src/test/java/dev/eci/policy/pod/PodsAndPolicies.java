package dev.eci.policy.pod;

import dev.eci.policy.APolicy;
import dev.eci.policy.Mode;
import dev.eci.policy.Policy;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.HostPathVolume;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.select.Selector;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Pods and policies small enough that they often meet. */
final class PodsAndPolicies extends DomainContextBase {
  private static final List<String> PATHS =
      List.of(
          "/data",
          "/data/x",
          "//data/../data",
          "/etc/ssl",
          "/run",
          "/var/run/docker.sock",
          "/run//docker.sock/",
          "/run/containerd/containerd.sock",
          "/proc/1/root/data",
          "relative");
  private static final List<String> IMAGES =
      List.of("docker:cli", "docker:dind", "busybox", "B:A:D");
  private static final List<String> VOLUMES = List.of("a", "b");
  private static final List<String> CLASSES = List.of("eci", "eci-2");

  @Provide
  Arbitrary<PodFacts> pods() {
    Arbitrary<Boolean> rarely = Arbitraries.of(true, false, false, false, false, false);
    return Combinators.combine(
            rarely,
            rarely,
            rarely,
            Arbitraries.of(true, false).optional(),
            Arbitraries.of("eci", "eci-2", "kata").optional(),
            volumes().list().ofMaxSize(2),
            containers().list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.of("x", "y"))
        .as((network, pid, ipc, users, runtimeClass, volumes, containers, team) ->
            APod.with(p -> {
              p.hostNetwork = network;
              p.hostPid = pid;
              p.hostIpc = ipc;
              p.hostUsers = users;
              p.runtimeClassName = runtimeClass;
              p.volumes.addAll(volumes);
              p.containers.addAll(containers);
              p.labels = Map.of("team", team);
            }));
  }

  @Provide
  Arbitrary<List<Policy>> policyLists() {
    return policies().list().ofMaxSize(4).uniqueElements(Policy::name);
  }

  @Provide
  Arbitrary<Policy> policies() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d", "e"),
            Arbitraries.of(Mode.ENFORCE, Mode.ENFORCE, Mode.WARN, Mode.AUDIT),
            Arbitraries.of("docker:cli", "docker:*").list().ofMaxSize(1),
            Arbitraries.of("/data", "/data/x").list().ofMaxSize(1),
            Arbitraries.of("/etc").list().ofMaxSize(1),
            Arbitraries.of(CLASSES),
            Arbitraries.of(true, true, false))
        .as((name, mode, images, allowed, readOnly, runtimeClass, all) ->
            APolicy.named(
                name,
                p -> {
                  p.mode = mode;
                  p.socketImages = images;
                  p.allowed = allowed;
                  p.readOnlyAllowed = readOnly;
                  p.runtimeClassName = runtimeClass;
                  p.pods = all ? Selector.EVERYTHING : new Selector(Map.of("team", "x"), List.of());
                }));
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  private static Arbitrary<HostPathVolume> volumes() {
    return Combinators.combine(
            Arbitraries.of(VOLUMES), Arbitraries.of(PATHS), Arbitraries.of(true, false, false))
        .as((name, path, creates) -> new HostPathVolume(name, path, creates, "volume"));
  }

  private static Arbitrary<Container> containers() {
    return Combinators.combine(Arbitraries.of(IMAGES), mounts().list().ofMaxSize(2))
        .as((image, mounts) -> new Container("c", image, mounts));
  }

  private static Arbitrary<Mount> mounts() {
    return Combinators.combine(
            Arbitraries.of(VOLUMES),
            Arbitraries.of("", ".", "docker.sock", "$(X)"),
            Arbitraries.of(true, false))
        .as((volume, subPath, readOnly) -> new Mount(volume, subPath, readOnly, "mount"));
  }
}
