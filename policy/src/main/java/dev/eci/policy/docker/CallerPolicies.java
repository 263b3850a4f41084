// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.selector.PodSubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The policies that apply to a caller's requests: for a pod those that might protect a pod of its
 * namespace, because its labels and its service account are not known on the node; for any other
 * caller those without label selectors, which on a Docker host are all.
 */
final class CallerPolicies {
  private CallerPolicies() {}

  static Map<EnforcementMode, EffectivePolicy> of(
      Caller caller, Collection<Policy> policies, Instant now) {
    List<Policy> about = new ArrayList<>(policies.size());
    for (Policy policy : policies) {
      if (appliesTo(policy, caller, now)) {
        about.add(policy.withLockIfCertain(namespace(caller), now));
      }
    }
    return EffectivePolicy.byMode(about, now);
  }

  private static String namespace(Caller caller) {
    return caller instanceof Caller.InContainer in
        ? in.pod().map(PodSubject::namespace).orElse("")
        : "";
  }

  private static boolean appliesTo(Policy policy, Caller caller, Instant now) {
    if (caller instanceof Caller.InContainer in && in.pod().isPresent()) {
      return policy.mightSelectNamespace(in.pod().get().namespaceLabels())
          && policy.selection().exemptions().stream().noneMatch(e -> e.covers(in.pod().get(), now));
    }
    return policy.selection().namespaces().matches(Map.of())
        && policy.selection().pods().matches(Map.of());
  }
}
