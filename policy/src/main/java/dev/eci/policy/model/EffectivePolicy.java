// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import dev.eci.policy.hostpath.AllowanceTargets;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.image.ImageMatch;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.seccomp.KernelFeature;
import dev.eci.policy.seccomp.KernelSurface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The policies of one mode that protect the same pod, and their combined permissions. A restriction
 * applies as soon as one policy protects the pod; permissions add up over policies (as with
 * NetworkPolicy), but a milder policy cannot loosen a stricter one: what an Audit policy allows
 * does not count against an Enforce policy, and what an unlocked policy allows does not count
 * against a locked one (ADR 20).
 *
 * <p>Command lists are restrictions, so they do not add up: each policy's list applies.
 *
 * @param primary the policy that messages name: the first by name of those whose permissions count
 * @param policies the policies of this mode, by name
 * @param permissions the policies of this mode and of stricter ones; only the locked ones if any is
 * @param now the time of the decision: responses of registries expire
 */
public record EffectivePolicy(
    Policy primary, List<Policy> policies, List<Policy> permissions, Instant now) {

  /** One effective policy for each mode that any of {@code protecting} has. */
  public static Map<EnforcementMode, EffectivePolicy> byMode(List<Policy> protecting, Instant now) {
    Map<EnforcementMode, EffectivePolicy> effective = new EnumMap<>(EnforcementMode.class);
    List<Policy> permissions = new ArrayList<>();
    for (EnforcementMode mode : EnforcementMode.values()) {
      List<Policy> policies = new ArrayList<>();
      for (Policy policy : protecting) {
        if (policy.mode() == mode) {
          policies.add(policy);
        }
      }
      if (!policies.isEmpty()) {
        policies.sort(Comparator.comparing(Policy::name));
        permissions.addAll(policies);
        List<Policy> granting = lockedOnes(permissions);
        effective.put(
            mode,
            new EffectivePolicy(
                policies.stream()
                    .filter(granting::contains)
                    .findFirst()
                    .orElse(policies.getFirst()),
                List.copyOf(policies),
                granting,
                now));
      }
    }
    return effective;
  }

  /** RES-5: what an unlocked policy allows does not count against a locked one. */
  private static List<Policy> lockedOnes(List<Policy> policies) {
    List<Policy> locked = policies.stream().filter(Policy::locked).toList();
    return locked.isEmpty() ? List.copyOf(policies) : locked;
  }

  public String policyName() {
    return primary.name();
  }

  /** The source of the policy that messages name. */
  public PolicySource source() {
    return primary.source();
  }

  /** Whether containers of the image may mount Docker's socket. */
  public ImageMatch evaluate(ImageIdentity image) {
    return ImageMatch.best(
        permissions.stream().map(p -> p.dockerSocket().images().evaluate(image, now)));
  }

  /** The source of the policy whose list decides {@link #evaluate}; the primary's if none does. */
  public PolicySource listSource(ImageIdentity image) {
    ImageMatch match = evaluate(image);
    return match instanceof ImageMatch.NotListed
        ? source()
        : permissions.stream()
            .filter(p -> p.dockerSocket().images().evaluate(image, now).equals(match))
            .findFirst()
            .map(Policy::source)
            .orElseGet(this::source);
  }

  /** The references to resolve before the image can be evaluated further. */
  public Set<ImageReference> requiredLookups(ImageIdentity image) {
    return evaluate(image).allows()
        ? Set.of()
        : permissions.stream()
            .flatMap(p -> p.dockerSocket().images().requiredLookups(image, now).stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The references to keep resolved for as long as the image is used. */
  public Set<ImageReference> onDemand(ImageReference image) {
    return permissions.stream()
        .flatMap(p -> p.dockerSocket().images().onDemand(image).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The digest to which an image by tag must be pinned in a container that mounts Docker's socket.
   * Empty if it needs no pin, because it has a digest or every image is allowed; also empty if it
   * is not allowed, see {@link #evaluate}.
   */
  public Optional<String> pin(ImageReference image) {
    return evaluate(new ImageIdentity.Named(image.toString()))
            instanceof ImageMatch.AllowedIfPinned(String digest)
        ? Optional.of(digest)
        : Optional.empty();
  }

  public boolean allowsHostPath(HostPath path, boolean readOnly) {
    return allowsHostPath(path, readOnly, AllowanceTargets.NONE);
  }

  /** As above, where it is known where the allowed paths lead. */
  public boolean allowsHostPath(HostPath path, boolean readOnly, AllowanceTargets targets) {
    return permissions.stream().anyMatch(p -> p.hostPaths().allows(path, readOnly, targets));
  }

  /** Whether pods may use a volume type that can be a disk of the node, {@code fc}. */
  public boolean allowsVolumeType(String type) {
    return permissions.stream().anyMatch(p -> p.volumes().types().contains(type));
  }

  /** Whether no policy turns {@link dev.eci.policy.hostpath.DockerHostDefaults} off. */
  public boolean allowsDockerHostDefaults() {
    return permissions.stream().allMatch(p -> p.hostPaths().allowsDockerHostDefaults());
  }

  /** Whether no policy limits user data of a Docker host to directories of the caller. */
  public boolean sharesUserData() {
    return permissions.stream().allMatch(p -> p.hostPaths().sharesUserData());
  }

  /** Whether any of them sets {@code userNamespaces: Preferred}. */
  public boolean allowsUnmappedVolumes() {
    return permissions.stream().anyMatch(p -> p.runtime().allowsUnmappedVolumes());
  }

  /** The number of IDs from 0 up in a user namespace of eci-runtime's: the most of any of them. */
  public long idCount() {
    return permissions.stream().mapToLong(p -> p.runtime().idCount()).max().orElse(IdRange.SIZE);
  }

  /** What containers do not reach if any policy reduces it: all features that none opens. */
  public Set<KernelFeature> deniedKernelFeatures() {
    return policies.stream().noneMatch(p -> p.runtime().kernel().isReduced())
        ? Set.of()
        : KernelSurface.allBut(
            permissions.stream()
                .flatMap(p -> p.runtime().kernel().opened().stream())
                .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether any of them lists the class as isolated by other means. */
  public boolean isSandboxedClass(String runtimeClassName) {
    return permissions.stream()
        .anyMatch(p -> p.runtime().isolatedClasses().contains(runtimeClassName));
  }

  /** The classes that count as protected; the first one is set on pods that name none. */
  public List<String> runtimeClassNames() {
    return permissions.stream().map(p -> p.runtime().className()).distinct().toList();
  }
}
