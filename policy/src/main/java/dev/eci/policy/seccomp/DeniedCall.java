// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.seccomp;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A system call of which some calls are denied, by its arguments: both halves of the same split,
 * because a profile that denies by default is narrowed, and one that permits by default is added
 * to.
 *
 * @param permitted combinations of conditions that no denied call fulfils
 * @param denied combinations of conditions of which every denied call fulfils one
 */
record DeniedCall(
    String name, List<List<SeccompCondition>> permitted, List<List<SeccompCondition>> denied) {
  private static final long CLONE_NEWUSER = 0x1000_0000L;
  private static final int NETLINK = 16;

  /** AF_UNIX, AF_INET, AF_INET6. */
  private static final Set<Integer> FAMILIES = Set.of(1, 2, 10);

  /**
   * ROUTE, USERSOCK, SOCK_DIAG, AUDIT, KOBJECT_UEVENT, GENERIC. Audit stays because PAM and useradd
   * give up without; generic netlink because ethtool, WireGuard and others are families of it.
   */
  private static final Set<Integer> NETLINK_PROTOCOLS = Set.of(0, 2, 4, 9, 15, 16);

  /** The calls that the features are about. */
  static List<DeniedCall> of(Set<KernelFeature> features) {
    List<DeniedCall> calls = new ArrayList<>();
    if (features.contains(KernelFeature.USER_NAMESPACES)) {
      calls.add(withoutFlag("clone", CLONE_NEWUSER));
      calls.add(withoutFlag("unshare", CLONE_NEWUSER));
    }
    if (features.stream().anyMatch(f -> f.family().or(f::netlinkProtocol).isPresent())) {
      calls.add(socket("socket", features));
      calls.add(socket("socketpair", features));
    }
    return calls;
  }

  private static DeniedCall withoutFlag(String name, long flag) {
    return new DeniedCall(
        name,
        List.of(List.of(SeccompCondition.masked(0, flag, 0))),
        List.of(List.of(SeccompCondition.masked(0, flag, flag))));
  }

  /** Families and protocols that no feature names, such as those of a newer kernel, are denied. */
  private static DeniedCall socket(String name, Set<KernelFeature> features) {
    NavigableSet<Integer> families = new TreeSet<>(FAMILIES);
    NavigableSet<Integer> protocols = new TreeSet<>(NETLINK_PROTOCOLS);
    for (KernelFeature feature : KernelSurface.allBut(features)) {
      feature.family().ifPresent(families::add);
      feature.netlinkProtocol().ifPresent(protocols::add);
    }
    List<List<SeccompCondition>> permitted = new ArrayList<>();
    families.forEach(family -> permitted.add(List.of(SeccompCondition.ofInt(0, family))));
    protocols.forEach(protocol ->
        permitted.add(
            List.of(SeccompCondition.ofInt(0, NETLINK), SeccompCondition.ofInt(2, protocol))));
    List<List<SeccompCondition>> denied = new ArrayList<>();
    NavigableSet<Integer> withNetlink = new TreeSet<>(families);
    withNetlink.add(NETLINK);
    IntComplement.of(0, withNetlink).forEach(other -> denied.add(List.of(other)));
    IntComplement.of(2, protocols)
        .forEach(other -> denied.add(List.of(SeccompCondition.ofInt(0, NETLINK), other)));
    return new DeniedCall(name, permitted, denied);
  }

  /** What of a combination that a profile permits is left. */
  List<List<SeccompCondition>> narrow(List<SeccompCondition> combination) {
    List<List<SeccompCondition>> narrowed = new ArrayList<>();
    for (List<SeccompCondition> allowed : permitted) {
      and(combination, allowed).ifPresent(narrowed::add);
    }
    return narrowed;
  }

  private static Optional<List<SeccompCondition>> and(
      List<SeccompCondition> combination, List<SeccompCondition> allowed) {
    List<SeccompCondition> both = new ArrayList<>(combination);
    for (SeccompCondition condition : allowed) {
      Optional<SeccompCondition> same =
          both.stream().filter(c -> c.index() == condition.index()).findFirst();
      Optional<SeccompCondition> joined =
          same.isEmpty() ? Optional.of(condition) : same.get().and(condition);
      if (joined.isEmpty()) {
        return Optional.empty();
      }
      same.ifPresent(both::remove);
      both.add(joined.get());
    }
    return Optional.of(List.copyOf(both));
  }
}
