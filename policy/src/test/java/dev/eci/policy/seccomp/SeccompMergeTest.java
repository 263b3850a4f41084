// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.seccomp.SeccompCondition.Operator;
import dev.eci.policy.testing.Gen;
import dev.eci.policy.testing.Property;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model of how the kernel evaluates a profile: a rule that denies counts before any other. */
class SeccompMergeTest {
  private static final long NEWUSER = 0x1000_0000L;
  private static final Set<KernelFeature> ALL = EnumSet.allOf(KernelFeature.class);

  /** Values at which a comparison of one of the rules may change. */
  private static final List<Long> VALUES =
      List.of(
          0L,
          1L,
          2L,
          10L,
          12L,
          16L,
          17L,
          31L,
          32L,
          38L,
          40L,
          45L,
          46L,
          63L,
          64L,
          NEWUSER,
          NEWUSER | 17,
          0x2000_0000L,
          0x1_0000_0000L + 38,
          0x1_0000_0000L + 2,
          0xffff_ffffL,
          -1L);

  private static final List<String> NAMES =
      List.of(
          "socket", "socketpair", "clone", "unshare", "clone3", "bpf", "io_uring_setup", "read");

  private static final SeccompProfile UNCONFINED =
      SeccompProfile.unconfined(List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86"));

  /** As Docker 29's and containerd's: a list of what is allowed, and ranges of families. */
  private static final SeccompProfile ENGINE =
      new SeccompProfile(
          SeccompAction.SCMP_ACT_ERRNO,
          List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"),
          List.of(
              allow(List.of("read", "socketpair", "io_uring_setup", "bpf", "unshare")),
              allow(List.of("socket"), new SeccompCondition(0, Operator.SCMP_CMP_LT, 38, 0)),
              allow(List.of("socket"), new SeccompCondition(0, Operator.SCMP_CMP_EQ, 39, 0)),
              allow(List.of("socket"), new SeccompCondition(0, Operator.SCMP_CMP_GT, 40, 0)),
              allow(
                  List.of("clone"),
                  new SeccompCondition(0, Operator.SCMP_CMP_MASKED_EQ, 0x7e02_0000L, 0)),
              SeccompRule.deny("clone3", 38, List.of())));

  private static final Gen<SeccompAction> ACTIONS =
      Gen.oneOf(Gen.of(SeccompAction.SCMP_ACT_ALLOW), Gen.of(SeccompAction.values()));

  private static final Gen<List<SeccompCondition>> CONDITIONS =
      Gen.combine(
              Gen.ints(0, 2),
              Gen.of(Operator.values()),
              Gen.of(VALUES).list(2, 2),
              (index, operator, values) ->
                  new SeccompCondition(index, operator, values.get(0), values.get(1)))
          .list(0, 2);

  private static final Gen<SeccompProfile> PROFILES =
      ACTIONS.with(
          Gen.combine(
                  Gen.of(NAMES).list(1, 4),
                  ACTIONS,
                  CONDITIONS,
                  (names, action, conditions) ->
                      new SeccompRule(names, action, OptionalInt.empty(), conditions))
              .list(0, 8),
          (action, rules) -> new SeccompProfile(action, List.of(), rules));

  private static final Gen<List<KernelFeature>> FEATURES =
      Gen.of(KernelFeature.values()).list(0, 80);

  private static final Gen<List<Long>> ARGUMENTS = Gen.of(VALUES).list(3, 3);

  private static SeccompRule allow(List<String> names, SeccompCondition... conditions) {
    return new SeccompRule(
        names, SeccompAction.SCMP_ACT_ALLOW, OptionalInt.empty(), List.of(conditions));
  }

  private static boolean permits(SeccompProfile profile, String call, long... arguments) {
    List<SeccompRule> matching =
        profile.rules().stream()
            .filter(rule -> rule.names().contains(call))
            .filter(rule ->
                rule.alternatives().stream()
                    .anyMatch(all -> all.stream().allMatch(c -> c.matches(arguments[c.index()]))))
            .toList();
    return matching.isEmpty()
        ? profile.defaultAction().allows()
        : matching.stream().allMatch(rule -> rule.action().allows());
  }

  /** Whether the call is one of those that Reduced denies: written without the classes above. */
  private static boolean isDenied(Set<KernelFeature> denied, String call, long... arguments) {
    int first = (int) arguments[0];
    return switch (call) {
      case "clone", "unshare" ->
          denied.contains(KernelFeature.USER_NAMESPACES) && (arguments[0] & NEWUSER) != 0;
      case "clone3" -> denied.contains(KernelFeature.USER_NAMESPACES);
      case "bpf" -> denied.contains(KernelFeature.BPF);
      case "io_uring_setup" -> denied.contains(KernelFeature.IO_URING);
      case "socket", "socketpair" ->
          denied.stream()
              .anyMatch(feature ->
                  feature.family().filter(family -> family == first).isPresent()
                      || (first == 16
                          && feature
                              .netlinkProtocol()
                              .filter(protocol -> protocol == (int) arguments[2])
                              .isPresent()));
      default -> false;
    };
  }

  @Test
  void deniesWhatProfileOrPolicyDenies() {
    AtomicInteger permitted = new AtomicInteger();
    Property.forAll(500, PROFILES, FEATURES, ARGUMENTS.list(1, 30))
        .holds((profile, denied, calls) -> {
          SeccompProfile merged = SeccompMerge.merge(profile, Set.copyOf(denied));
          for (String call : NAMES) {
            for (List<Long> values : calls) {
              long[] arguments = values.stream().mapToLong(Long::longValue).toArray();
              if (permits(merged, call, arguments)) {
                permitted.incrementAndGet();
                assertThat(permits(profile, call, arguments)).as("%s%s", call, values).isTrue();
                assertThat(isDenied(Set.copyOf(denied), call, arguments))
                    .as("%s%s", call, values)
                    .isFalse();
              }
            }
          }
        });
    assertThat(permitted.get()).isGreaterThan(1_000);
  }

  /** libseccomp refuses, or orders as it likes, rules of one call with different actions. */
  @Test
  void leavesOneActionForWhatItTouches() {
    for (SeccompProfile profile : List.of(UNCONFINED, ENGINE)) {
      SeccompProfile merged = SeccompMerge.merge(profile, ALL);
      for (String call : NAMES) {
        assertThat(
                merged.rules().stream()
                    .filter(rule -> rule.names().contains(call))
                    .map(SeccompRule::action)
                    .distinct())
            .as(call)
            .hasSizeLessThan(2);
      }
      assertThat(merged.rules())
          .allSatisfy(rule ->
              assertThat(rule.conditions().stream().map(SeccompCondition::index))
                  .doesNotHaveDuplicates());
    }
  }

  @ParameterizedTest(name = "{0}({1}, …, {2})")
  @CsvSource({
    // Unix, IPv4, IPv6, and netlink's route, diag and generic
    "socket, 1, 0, true",
    "socket, 2, 0, true",
    "socket, 10, 0, true",
    "socket, 16, 0, true",
    "socket, 16, 4, true",
    "socket, 16, 16, true",
    // nf_tables, XFRM
    "socket, 16, 12, false",
    "socket, 16, 6, false",
    // packet, ALG, VSOCK, what a newer kernel adds, and ALG in an int of the kernel's
    "socket, 17, 0, false",
    "socket, 38, 0, false",
    "socket, 40, 0, false",
    "socket, 46, 0, false",
    "socket, 4294967334, 0, false",
    "socketpair, 1, 0, true",
    "socketpair, 30, 0, false",
    "clone, 17, 0, true",
    "clone, 268435473, 0, false",
    "unshare, 268435456, 0, false",
    "clone3, 0, 0, false",
    "io_uring_setup, 1, 0, false",
    "bpf, 0, 0, false",
    "read, 0, 0, true",
  })
  void reducesEngineProfilesAndNone(String call, long first, long third, boolean permitted) {
    for (SeccompProfile profile : List.of(UNCONFINED, ENGINE)) {
      assertThat(permits(SeccompMerge.merge(profile, ALL), call, first, 0, third))
          .as("default %s", profile.defaultAction())
          .isEqualTo(permitted);
    }
  }

  @Test
  void opensByName() {
    for (KernelFeature opened : KernelFeature.values()) {
      SeccompProfile merged = SeccompMerge.merge(UNCONFINED, KernelSurface.allBut(Set.of(opened)));
      opened
          .systemCalls()
          .forEach(call -> assertThat(permits(merged, call, 0, 0, 0)).as(call).isTrue());
      opened
          .family()
          .ifPresent(family -> assertThat(permits(merged, "socket", family, 0, 0)).isTrue());
      opened
          .netlinkProtocol()
          .ifPresent(protocol -> assertThat(permits(merged, "socket", 16, 0, protocol)).isTrue());
      assertThat(merged.architectures().contains("SCMP_ARCH_X86"))
          .isEqualTo(opened == KernelFeature.IA32);
      assertThat(permits(merged, "unshare", NEWUSER, 0, 0))
          .isEqualTo(opened == KernelFeature.USER_NAMESPACES);
    }
  }

  /** What the engine denies, such as AF_ALG and AF_VSOCK, opens in no policy. */
  @Test
  void opensNothingThatProfileDenies() {
    Set<KernelFeature> denied = EnumSet.of(KernelFeature.BPF);
    SeccompProfile merged = SeccompMerge.merge(ENGINE, denied);
    assertThat(permits(merged, "socket", 38, 0, 0)).isFalse();
    assertThat(permits(merged, "socket", 41, 0, 0)).isTrue();
    assertThat(permits(merged, "keyctl", 0, 0, 0)).isFalse();
    assertThat(SeccompMerge.merge(ENGINE, Set.of())).isSameAs(ENGINE);
  }

  /** Programs do without io_uring if the kernel has none; a denial would end them. */
  @Test
  void failsAsKernelWithoutFeature() {
    assertThat(SeccompMerge.merge(ENGINE, ALL).rules())
        .contains(
            SeccompRule.deny("io_uring_setup", 38, List.of()),
            SeccompRule.deny("bpf", 1, List.of()),
            SeccompRule.deny("clone3", 38, List.of()))
        .doesNotContain(SeccompRule.deny("keyctl", 38, List.of()));
  }

  @Test
  void complementIsExact() {
    List<Integer> values = List.of(1, 2, 10, 16);
    List<SeccompCondition> blocks = IntComplement.of(0, values);
    IntStream.range(0, 300)
        .forEach(value ->
            assertThat(blocks.stream().anyMatch(block -> block.matches(value)))
                .as("%d", value)
                .isNotEqualTo(values.contains(value)));
    assertThat(blocks.stream().anyMatch(block -> block.matches(-1L))).isTrue();
    assertThat(blocks).hasSizeLessThan(12);
  }
}
