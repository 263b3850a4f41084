// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.SystemPods;
import java.util.Collection;
import java.util.List;

/**
 * How much of one object the lists of policies take. The fallback admission policy gets all of them
 * as one object, because the allowances of all policies add up, and the API server stores at most
 * 1.5 MiB as one object (etcd, --max-request-bytes).
 */
public final class PolicySize {
  /** In bytes; the object has room for what an estimate leaves out. */
  public static final int MAXIMUM = 1_200_000;

  private static final int POLICY = 500;
  private static final int ENTRY = 40;

  private PolicySize() {}

  /** An upper estimate for the policies in mode Enforce, in bytes. */
  public static int of(Collection<Policy> policies) {
    return policies.stream()
        .filter(policy -> policy.mode() == EnforcementMode.ENFORCE)
        .mapToInt(PolicySize::of)
        .sum();
  }

  private static int of(Policy policy) {
    return POLICY
        // an image by tag has an entry for digests as well
        + 2 * entries(policy.dockerSocket().images().list().patterns())
        + entries(policy.hostPaths().allowed())
        + entries(policy.hostPaths().readOnlyAllowed())
        + policy.selection().exemptions().stream().mapToInt(PolicySize::of).sum();
  }

  /** Each value is a key of the exemption, and may be one of its index. */
  private static int of(Exemption exemption) {
    return SystemPods.EXEMPTIONS.contains(exemption)
        ? 0
        : 2
            * (entries(exemption.namespaces())
                + entries(exemption.serviceAccounts())
                + entries(exemption.images()));
  }

  private static int entries(List<?> values) {
    return values.stream().mapToInt(value -> value.toString().length() + ENTRY).sum();
  }
}
