// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.seccomp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A profile that denies what the given one denies, and the kernel features in addition.
 *
 * <p>libseccomp does not define which of two rules with different actions counts. So what is denied
 * is taken out of the rules that permit it, where the default denies; and a system call gets rules
 * of one action only, where the default permits.
 */
public final class SeccompMerge {
  /** Its libseccomp rules for socket permit socketcall, whose arguments no filter reads. */
  private static final String X86 = "SCMP_ARCH_X86";

  private static final int EPERM = 1;

  private SeccompMerge() {}

  /** Denies the features in addition. The given profile is returned if there are none. */
  public static SeccompProfile merge(SeccompProfile profile, Set<KernelFeature> denied) {
    if (denied.isEmpty()) {
      return profile;
    }
    Map<String, Integer> errnos = new LinkedHashMap<>();
    denied.stream()
        .sorted()
        .forEach(f -> f.systemCalls().forEach(call -> errnos.put(call, f.errno())));
    List<DeniedCall> calls = DeniedCall.of(denied);
    List<String> architectures =
        profile.architectures().stream()
            .filter(name -> !denied.contains(KernelFeature.IA32) || !name.equals(X86))
            .toList();
    return new SeccompProfile(
        profile.defaultAction(),
        architectures,
        profile.defaultAction().allows()
            ? permittedByDefault(profile.rules(), errnos, calls)
            : deniedByDefault(profile.rules(), errnos, calls));
  }

  private static List<SeccompRule> deniedByDefault(
      List<SeccompRule> rules, Map<String, Integer> errnos, List<DeniedCall> calls) {
    Set<String> touched = names(errnos, calls);
    Set<SeccompRule> merged = new LinkedHashSet<>();
    Set<String> wasPermitted = new LinkedHashSet<>();
    for (SeccompRule rule : rules) {
      if (!rule.action().allows()) {
        merged.add(rule);
        continue;
      }
      wasPermitted.addAll(rule.names());
      merged.add(rule.without(touched));
      for (DeniedCall call : calls) {
        if (rule.names().contains(call.name())) {
          rule.alternatives().stream()
              .flatMap(combination -> call.narrow(combination).stream())
              .forEach(narrowed -> merged.add(rule.with(call.name(), narrowed)));
        }
      }
    }
    // the default's errno is the profile's own; a call that worked fails with ours
    errnos.forEach((call, errno) -> {
      if (wasPermitted.contains(call) && !isNamed(merged, call)) {
        merged.add(SeccompRule.deny(call, errno, List.of()));
      }
    });
    return withNames(merged);
  }

  private static List<SeccompRule> permittedByDefault(
      List<SeccompRule> rules, Map<String, Integer> errnos, List<DeniedCall> calls) {
    Set<String> fullyDenied =
        rules.stream()
            .filter(rule -> !rule.action().allows() && rule.conditions().isEmpty())
            .flatMap(rule -> rule.names().stream())
            .collect(Collectors.toSet());
    Set<String> touched = names(errnos, calls);
    Set<SeccompRule> merged = new LinkedHashSet<>();
    for (SeccompRule rule : rules) {
      if (!rule.action().allows() && rule.conditions().isEmpty()) {
        merged.add(rule);
        continue;
      }
      merged.add(rule.without(touched));
      for (DeniedCall call : calls) {
        if (!rule.action().allows() && rule.names().contains(call.name())) {
          rule.alternatives().forEach(c -> merged.add(SeccompRule.deny(call.name(), EPERM, c)));
        }
      }
    }
    errnos.forEach((call, errno) -> merged.add(SeccompRule.deny(call, errno, List.of())));
    for (DeniedCall call : calls) {
      call.denied().forEach(c -> merged.add(SeccompRule.deny(call.name(), EPERM, c)));
    }
    // whatever its arguments are, with the action that the profile gives it
    merged.removeIf(rule ->
        rule.names().size() == 1
            && fullyDenied.contains(rule.names().getFirst())
            && !rules.contains(rule));
    return withNames(merged);
  }

  private static Set<String> names(Map<String, Integer> errnos, List<DeniedCall> calls) {
    return Stream.concat(errnos.keySet().stream(), calls.stream().map(DeniedCall::name))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isNamed(Set<SeccompRule> rules, String call) {
    return rules.stream().anyMatch(rule -> rule.names().contains(call));
  }

  private static List<SeccompRule> withNames(Set<SeccompRule> rules) {
    return new ArrayList<>(rules).stream().filter(rule -> !rule.names().isEmpty()).toList();
  }
}
