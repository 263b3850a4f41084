package dev.eci.policy.model;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.image.ImageMatch;
import dev.eci.policy.image.ImageReference;
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
 * The policies of one mode that protect the same pod, and what they allow together. Restrictions
 * hold as soon as one policy protects the pod; what is allowed adds up over policies (as with
 * NetworkPolicy), but a milder policy cannot loosen a stricter one: what an Audit policy allows
 * does not count against an Enforce policy.
 *
 * <p>Command lists are restrictions, so they do not add up: each policy's list holds.
 *
 * @param primary the policy that messages name: the first by name
 * @param policies the policies of this mode, by name
 * @param permissions the policies of this mode and of stricter ones
 * @param now when it is decided: what registries said holds for some time only
 */
public record EffectivePolicy(
    Policy primary, List<Policy> policies, List<Policy> permissions, Instant now) {

  /** One group for each mode that any of {@code protecting} has. */
  public static Map<EnforcementMode, EffectivePolicy> byMode(List<Policy> protecting, Instant now) {
    Map<EnforcementMode, EffectivePolicy> groups = new EnumMap<>(EnforcementMode.class);
    List<Policy> allowing = new ArrayList<>();
    for (EnforcementMode enforcementMode : EnforcementMode.values()) {
      List<Policy> own = new ArrayList<>();
      for (Policy policy : protecting) {
        if (policy.mode() == enforcementMode) {
          own.add(policy);
        }
      }
      if (!own.isEmpty()) {
        own.sort(Comparator.comparing(Policy::name));
        allowing.addAll(own);
        groups.put(
            enforcementMode,
            new EffectivePolicy(own.getFirst(), List.copyOf(own), List.copyOf(allowing), now));
      }
    }
    return groups;
  }

  public String policyName() {
    return primary.name();
  }

  /** Of the policy that messages name. */
  public PolicySource source() {
    return primary.source();
  }

  /** Whether containers of the image may mount Docker's socket. */
  public ImageMatch evaluate(ImageIdentity image) {
    return ImageMatch.best(
        permissions.stream().map(p -> p.dockerSocket().images().evaluate(image, now)));
  }

  /** What registries are to be asked for before more can be said of the image. */
  public Set<ImageReference> requiredLookups(ImageIdentity image) {
    return evaluate(image).allows()
        ? Set.of()
        : permissions.stream()
            .flatMap(p -> p.dockerSocket().images().requiredLookups(image, now).stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** What has to stay known of the image for as long as it is used. */
  public Set<ImageReference> onDemand(ImageReference image) {
    return permissions.stream()
        .flatMap(p -> p.dockerSocket().images().onDemand(image).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The digest that an image by tag has to be pinned to in a container that mounts Docker's socket.
   * Empty if it needs no pin: it has a digest, or every image is allowed; also if it is not
   * allowed, which {@link #evaluate} tells.
   */
  public Optional<String> pin(ImageReference image) {
    return evaluate(new ImageIdentity.Named(image.toString()))
            instanceof ImageMatch.AllowedAt(String digest)
        ? Optional.of(digest)
        : Optional.empty();
  }

  public boolean allowsHostPath(HostPath path, boolean readOnly) {
    return permissions.stream().anyMatch(p -> p.hostPaths().allows(path, readOnly));
  }

  /** Whether one of them says {@code userNamespaces: Preferred}. */
  public boolean allowsUnmappedVolumes() {
    return permissions.stream().anyMatch(p -> p.runtime().allowsUnmappedVolumes());
  }

  /** Whether the class isolates by other means, by what one of them says. */
  public boolean isSandboxedClass(String runtimeClassName) {
    return permissions.stream()
        .anyMatch(p -> p.runtime().sandboxedClasses().contains(runtimeClassName));
  }

  /**
   * The classes that count as protected; the first is the one that is set where none is asked for.
   */
  public List<String> runtimeClassNames() {
    return permissions.stream().map(p -> p.runtime().className()).distinct().toList();
  }
}
