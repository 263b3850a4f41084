// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.conversion.PolicyReader.Result;
import dev.eci.crds.v1alpha1.EciPolicy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads policies, each version once: a cluster with hundreds of policies changes one at a time. It
 * keeps the result of the last call only.
 */
public final class PolicyParser {
  private Map<String, Entry> known = Map.of();

  /** A policy, and what it means. */
  public record Entry(EciPolicy written, Result result) {}

  /**
   * The policies in the given order. The same entry as in the last call for a policy that leads to
   * the same decisions; of its status, an entry may then have an older version.
   */
  public synchronized Stream<Entry> parse(Collection<EciPolicy> policies) {
    Map<String, Entry> now = LinkedHashMap.newLinkedHashMap(policies.size());
    for (EciPolicy policy : policies) {
      String uid = policy.getMetadata().getUid();
      Entry before = uid == null ? null : known.get(uid);
      now.put(
          uid == null ? policy.getMetadata().getName() : uid,
          before != null && isSame(before.written(), policy)
              ? before
              : new Entry(policy, PolicyReader.read(policy)));
    }
    known = now;
    return now.values().stream();
  }

  private static boolean isSame(EciPolicy before, EciPolicy now) {
    String version = now.getMetadata().getResourceVersion();
    return (version != null && version.equals(before.getMetadata().getResourceVersion()))
        || (now.getMetadata().getGeneration() != null
            && Objects.equals(
                before.getMetadata().getDeletionTimestamp(),
                now.getMetadata().getDeletionTimestamp())
            && PolicySnapshot.isSameForDecisions(before, now));
  }
}
