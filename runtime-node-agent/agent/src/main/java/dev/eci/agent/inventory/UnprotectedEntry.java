// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.inventory;

import java.util.Comparator;

/**
 * A running container that is not protected (ISO-8).
 *
 * @param namespace empty, like {@code pod}, if the container belongs to no pod
 * @param container its name; without a name, the first twelve characters of its ID
 */
public record UnprotectedEntry(String namespace, String pod, String container, Reason reason)
    implements Comparable<UnprotectedEntry> {
  private static final Comparator<UnprotectedEntry> ORDER =
      Comparator.comparing(UnprotectedEntry::namespace)
          .thenComparing(UnprotectedEntry::pod)
          .thenComparing(UnprotectedEntry::container)
          .thenComparing(UnprotectedEntry::reason);

  /** Why it is not protected. The names are part of the API. */
  public enum Reason {
    /** No policy in force requires protection in its namespace. */
    Exempt,
    /** It was created before ECI was installed on this node. */
    CreatedBeforeInstall,
    /** It runs under another runtime: it has another runtime class, or bypassed the webhook. */
    OtherRuntimeClass,
    /** eci-runtime created it, and it still has the node's UIDs and GIDs. */
    NoUserNamespace
  }

  @Override
  public int compareTo(UnprotectedEntry other) {
    return ORDER.compare(this, other);
  }
}
