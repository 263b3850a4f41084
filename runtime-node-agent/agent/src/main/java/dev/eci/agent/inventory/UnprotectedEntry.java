package dev.eci.agent.inventory;

import java.util.Comparator;

/**
 * A running container that is not protected (ISO-8).
 *
 * @param namespace empty, as pod, where the container belongs to no pod
 * @param container its name; where it has none, the first twelve characters of its id
 */
public record UnprotectedEntry(String namespace, String pod, String container, Reason reason)
    implements Comparable<UnprotectedEntry> {
  private static final Comparator<UnprotectedEntry> ORDER =
      Comparator.comparing(UnprotectedEntry::namespace)
          .thenComparing(UnprotectedEntry::pod)
          .thenComparing(UnprotectedEntry::container)
          .thenComparing(UnprotectedEntry::reason);

  /** Why; the words are part of the API. */
  public enum Reason {
    /** No policy in force asks for protection in its namespace. */
    Exempt,
    /** It was created before the runtime was installed on this node. */
    StartedEarlier,
    /** It was admitted to another runtime: another runtime class, or past the webhook. */
    OtherRuntime,
    /** It was created by our launcher, and still has the node's ids. */
    NoUserNamespace
  }

  @Override
  public int compareTo(UnprotectedEntry other) {
    return ORDER.compare(this, other);
  }
}
