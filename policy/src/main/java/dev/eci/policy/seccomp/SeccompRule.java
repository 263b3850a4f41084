// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.seccomp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An element of {@code syscalls} of a profile (OCI config-linux).
 *
 * @param errno of SCMP_ACT_ERRNO; EPERM if absent
 * @param conditions none for all calls
 */
public record SeccompRule(
    List<String> names,
    SeccompAction action,
    OptionalInt errno,
    List<SeccompCondition> conditions) {
  public SeccompRule {
    names = List.copyOf(names);
    conditions = List.copyOf(conditions);
  }

  static SeccompRule deny(String name, int errno, List<SeccompCondition> conditions) {
    return new SeccompRule(
        List.of(name), SeccompAction.SCMP_ACT_ERRNO, OptionalInt.of(errno), conditions);
  }

  SeccompRule with(String name, List<SeccompCondition> other) {
    return new SeccompRule(List.of(name), action, errno, other);
  }

  SeccompRule without(Set<String> other) {
    return new SeccompRule(
        names.stream().filter(name -> !other.contains(name)).toList(), action, errno, conditions);
  }

  /**
   * The combinations of conditions of which one must be fulfilled. runc reads the conditions as one
   * combination, and as alternatives if two compare the same argument.
   */
  public List<List<SeccompCondition>> alternatives() {
    Set<Integer> compared = new HashSet<>();
    List<List<SeccompCondition>> each = new ArrayList<>();
    for (SeccompCondition condition : conditions) {
      compared.add(condition.index());
      each.add(List.of(condition));
    }
    return compared.size() == conditions.size() ? List.of(conditions) : each;
  }
}
