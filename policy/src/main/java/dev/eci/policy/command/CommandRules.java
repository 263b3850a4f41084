// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * A policy's command lists: one for all containers, and lists that replace it for some namespaces
 * or images.
 *
 * @param overrides the first match counts
 */
public record CommandRules(CommandList base, List<ListOverride> overrides) {
  /** The rules of a policy that has no lists: nothing is blocked. */
  public static final CommandRules NONE = new CommandRules(CommandList.denyNothing(), List.of());

  public CommandRules {
    overrides = List.copyOf(overrides);
  }

  /** The list for a container; the namespace is empty where there is no Kubernetes. */
  public CommandList listFor(String namespace, Optional<ImageReference> image) {
    return overrides.stream()
        .filter(listOverride -> listOverride.covers(namespace, image))
        .findFirst()
        .map(ListOverride::list)
        .orElse(base);
  }

  /** Whether any list blocks a command for any container. */
  public boolean hasRestrictions() {
    return base.hasRestrictions() || overrides.stream().anyMatch(o -> o.list().hasRestrictions());
  }

  /**
   * A list that replaces the base list for some containers. All fields that are set must match
   * (namespaces and images), so setting more of them matches fewer containers; within a field one
   * matching entry is enough.
   */
  public record ListOverride(List<String> namespaces, List<ImagePattern> images, CommandList list) {
    public ListOverride {
      namespaces = List.copyOf(namespaces);
      images = List.copyOf(images);
      if (namespaces.isEmpty() && images.isEmpty()) {
        throw new IllegalArgumentException(
            "an override needs namespaces or images; a list for all containers belongs in commandList itself");
      }
    }

    private boolean covers(String namespace, Optional<ImageReference> image) {
      return (namespaces.isEmpty() || namespaces.contains(namespace))
          && (images.isEmpty()
              || image.filter(i -> images.stream().anyMatch(p -> p.matches(i))).isPresent());
    }
  }
}
