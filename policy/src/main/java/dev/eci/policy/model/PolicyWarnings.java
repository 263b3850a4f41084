// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SystemDirectories;
import dev.eci.policy.selector.Selector;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an author of a policy should know although the policy is valid: it opens the node. */
public final class PolicyWarnings {
  /** Who writes there makes the kubelet or a log reader open files of the node by a link. */
  private static final HostPath LOGS = HostPath.of("/var/log");

  /** The files of all pods of the node, and the kubelet's own keys. */
  private static final HostPath KUBELET = HostPath.of("/var/lib/kubelet");

  private PolicyWarnings() {}

  /**
   * One sentence each, about the field that it begins with.
   *
   * @param stored the policies of the cluster
   */
  public static List<String> of(Policy policy, Collection<Policy> stored) {
    return Stream.of(
            withoutEffect(policy, stored).stream(),
            policy.hostPaths().allowed().stream().flatMap(path -> writable(path).stream()),
            policy.selection().exemptions().stream()
                .filter(exemption ->
                    exemption.namespaces().isEmpty() && exemption.serviceAccounts().isEmpty())
                .map(exemption ->
                    "spec.exemptions: images %s are exempt in every namespace, so every author of a pod can run them with a command of their own and unprotected; name namespaces or serviceAccounts as well"
                        .formatted(exemption.images())),
            policy.locked() && !policy.selection().pods().equals(Selector.EVERYTHING)
                ? Stream.of(
                    "spec.podSelector: the authors of pods choose their labels, so a pod without the label is not protected, although the policy is locked; select namespaces instead")
                : Stream.<String>of())
        .flatMap(warnings -> warnings)
        .toList();
  }

  private static Optional<String> withoutEffect(Policy policy, Collection<Policy> stored) {
    boolean allows =
        policy.hostPaths().entries().findAny().isPresent()
            || !policy.dockerSocket().images().list().patterns().isEmpty()
            || !policy.volumes().types().isEmpty()
            || !policy.runtime().isolatedClasses().isEmpty()
            || policy.runtime().allowsUnmappedVolumes();
    return policy.locked() || !allows
        ? Optional.empty()
        : stored.stream()
            .filter(other -> other.locked() && !other.name().equals(policy.name()))
            .map(Policy::name)
            .sorted()
            .findFirst()
            .map(locked ->
                "spec: what this policy allows does not count for pods that EciPolicy \"%s\" protects, because that one is locked (RES-5)"
                    .formatted(locked));
  }

  private static Optional<String> writable(HostPath path) {
    if (LOGS.startsWith(path) || path.startsWith(LOGS)) {
      return Optional.of(
          "spec.hostPaths.allowed: with %s for writing, a pod can make the kubelet read any file of the node by a link in a log directory; use readOnlyAllowed"
              .formatted(path));
    }
    boolean isTopDirectory = path.segments().size() == 1 && SystemDirectories.contains(path);
    return isTopDirectory || KUBELET.startsWith(path) || path.startsWith(KUBELET)
        ? Optional.of(
            "spec.hostPaths.allowed: with %s for writing, a pod can take over the node; use readOnlyAllowed, or list the directories that are needed"
                .formatted(path))
        : Optional.empty();
  }
}
