// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.oci.ContainerFacts.Bind;
import dev.eci.policy.oci.ContainerFacts.Device;
import dev.eci.policy.oci.ContainerFacts.IdMapping;
import dev.eci.policy.oci.ContainerFacts.Origin;
import dev.eci.policy.oci.ContainerFacts.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A protected container, except for what a test sets. */
final class ContainerFactsBuilder {
  static final String UID = "0a4e6e8a-6d3b-4f2a-9d5e-3f2b1c0d9e8f";
  static final String SANDBOX = "f".repeat(64);
  static final String CONTAINER = "c".repeat(64);

  /** A pod unless a test sets another. */
  @Nullable Origin origin;

  String image = "docker.io/library/busybox:latest";
  Map<String, String> namespaceLabels = Map.of();
  String uid = UID;
  String sandbox = SANDBOX;
  final Set<String> namespaces =
      new HashSet<>(List.of("network", "pid", "ipc", "uts", "mount", "user", "cgroup"));
  List<IdMapping> users = List.of(new IdMapping(0, 65536, 65536));
  List<IdMapping> groups = List.of(new IdMapping(0, 65536, 65536));
  List<Bind> binds = List.of();
  List<Device> devices = List.of();

  private ContainerFactsBuilder() {}

  static ContainerFacts with(Consumer<ContainerFactsBuilder> with) {
    ContainerFactsBuilder c = new ContainerFactsBuilder();
    with.accept(c);
    return new ContainerFacts(
        c.origin == null
            ? new Pod("app", c.namespaceLabels, c.uid, c.sandbox, CONTAINER)
            : c.origin,
        ImageIdentity.verifiedByEngine(c.image),
        c.namespaces,
        c.users,
        c.groups,
        c.binds,
        c.devices);
  }

  static Bind bind(String source) {
    return new Bind(source, "/there", false, "mounts of " + source);
  }
}
