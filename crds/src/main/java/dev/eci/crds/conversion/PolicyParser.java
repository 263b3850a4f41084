// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.conversion.PolicyReader.Result;
import dev.eci.crds.v1alpha1.EciPolicy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies, each version once: a cluster with hundreds of policies changes one at a time. It
 * keeps the result of the last call only.
 */
public final class PolicyParser {
  private Map<String, Known> known = Map.of();

  /** A policy, and what it means. */
  public record Entry(EciPolicy written, Result result) {}

  /**
   * An entry, and the last version that leads to it: a status is written more often than it is
   * compared, and a comparison reads the digests of thousands of images.
   */
  private record Known(Entry entry, @Nullable String version) {}

  /**
   * The policies in the given order. The same entry as in the last call for a policy that leads to
   * the same decisions; of its status, an entry may then have an older version.
   */
  public synchronized Stream<Entry> parse(Collection<EciPolicy> policies) {
    Map<String, Known> now = LinkedHashMap.newLinkedHashMap(policies.size());
    for (EciPolicy policy : policies) {
      String uid = policy.getMetadata().getUid();
      Known before = uid == null ? null : known.get(uid);
      Entry entry =
          before != null && isSame(before, policy)
              ? before.entry()
              : new Entry(policy, PolicyReader.read(policy));
      now.put(
          uid == null ? policy.getMetadata().getName() : uid,
          new Known(entry, policy.getMetadata().getResourceVersion()));
    }
    known = now;
    return now.values().stream().map(Known::entry);
  }

  private static boolean isSame(Known before, EciPolicy now) {
    String version = now.getMetadata().getResourceVersion();
    EciPolicy written = before.entry().written();
    return (version != null && version.equals(before.version()))
        || (now.getMetadata().getGeneration() != null
            && Objects.equals(
                written.getMetadata().getDeletionTimestamp(),
                now.getMetadata().getDeletionTimestamp())
            && PolicySnapshot.isSameForDecisions(written, now));
  }
}
