// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodIds.Named;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ISO-3: pods that name IDs above 65535 get their user namespace from eci-runtime. */
class NamedIdsRuleTest {
  private static PodEvaluation evaluation(long idCount, Optional<Boolean> hostUsers, PodIds ids) {
    return evaluation(
        idCount,
        PodBuilder.with(p -> {
          p.hostUsers = hostUsers;
          p.ids = ids;
        }));
  }

  private static PodEvaluation evaluation(long idCount, PodFacts pod) {
    return PodEvaluation.of(
        pod, List.of(PolicyBuilder.named("default", p -> p.idCount = idCount)), PolicyBuilder.NOW);
  }

  private static PodIds ids(String annotation, long... named) {
    return new PodIds(
        java.util.Arrays.stream(named).mapToObj(id -> new Named(id, "spec.x", false)).toList(),
        annotation);
  }

  private static List<String> changes(PodMutation mutation) {
    return mutation.changes().stream().map(PodChange::auditEntry).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1000, 65535})
  void leavesPodsWithUsualIdsToTheKubelet(long id) {
    assertThat(changes(evaluation(65536, Optional.empty(), ids("" + id, id)).decide().mutation()))
        .containsExactly("hostUsers=false", "runtimeClassName=eci");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "65536, '', ids=65536",
        "1000620000, '', ids=1000620000",
        "0, '1000620000', ''",
        "65536, '70000', 'ids=65536,70000'",
        "65536, '70000, 65536', ''",
      })
  void leavesHostUsersUnsetForPodsWithHighIds(long named, String annotation, String ids) {
    PodVerdict verdict = evaluation(65536, Optional.empty(), ids(annotation, named)).decide();

    assertThat(verdict.violations()).isEmpty();
    assertThat(changes(verdict.mutation()))
        .isEqualTo(
            ids.isEmpty() ? List.of("runtimeClassName=eci") : List.of(ids, "runtimeClassName=eci"));
  }

  @Test
  void changesNothingTheSecondTime() {
    PodFacts pod = PodBuilder.with(p -> p.ids = ids("", 1000620000));
    PodFacts mutated = PodBuilder.mutated(pod, evaluation(65536, pod).decide().mutation());

    assertThat(evaluation(65536, mutated).evaluateMutated().violations()).isEmpty();
    assertThat(evaluation(65536, mutated).decide().mutation().isEmpty()).isTrue();
  }

  /** The kubelet would give it 65536 IDs. */
  @Test
  void takesHostUsersFalseFromPodsWithHighIds() {
    PodEvaluation evaluation = evaluation(65536, Optional.of(false), ids("", 1000620000));

    assertThat(changes(evaluation.decide().mutation())).contains("hostUsers=unset");
    assertThat(evaluation.evaluateMutated().violations().get(EnforcementMode.ENFORCE))
        .anySatisfy(v -> assertThat(v.message()).contains("hostUsers: false", "65536"));
  }

  /** ISO-1 stays as it is. */
  @Test
  void deniesHostUsersTrueWithHighIds() {
    assertThat(evaluation(65536, Optional.of(true), ids("", 1000620000)).decide().violations())
        .containsKey(EnforcementMode.ENFORCE);
  }

  @Test
  void leavesHostUsersUnsetWherePolicyAsksForMoreIds() {
    assertThat(changes(evaluation(131072, Optional.empty(), ids("", 70000)).decide().mutation()))
        .containsExactly("ids=70000", "runtimeClassName=eci");
    assertThat(changes(evaluation(131072, Optional.empty(), PodIds.NONE).decide().mutation()))
        .containsExactly("runtimeClassName=eci");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1,,2", "2147483648", "1 2", "99999999999"})
  void deniesAnnotationThatIsNoListOfIds(String annotation) {
    assertThat(evaluation(65536, Optional.empty(), ids(annotation)).decide().violations())
        .containsKey(EnforcementMode.ENFORCE);
  }

  /** Each place takes a range of the node's pool, which all its pods share. */
  @Test
  void deniesIdsInMoreThanFourPlaces() {
    long[] four = LongStream.rangeClosed(1, 4).map(i -> i * 65536).toArray();
    long[] five = LongStream.rangeClosed(1, 5).map(i -> i * 65536).toArray();

    assertThat(evaluation(65536, Optional.empty(), ids("", four)).decide().violations()).isEmpty();
    assertThat(
            evaluation(65536, Optional.empty(), ids("", five))
                .decide()
                .violationsOf(EnforcementMode.ENFORCE))
        .singleElement()
        .extracting(Violation::message)
        .asString()
        .contains("lie in 5 different windows of 65536, and a container can have at most 4;");
    assertThat(evaluation(6 * 65536, Optional.empty(), ids("", five)).decide().violations())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "65535, '', true",
    "70000, '', false",
    "70000, '70001', true",
    "140000, '70000', false"
  })
  void deniesEphemeralContainersWhoseIdsTheRunningPodLacks(
      long id, String annotation, boolean allowed) {
    PodIds ids = new PodIds(List.of(new Named(id, "spec.x", true)), annotation);
    List<Violation> found =
        evaluation(65536, Optional.empty(), ids)
            .evaluateExisting()
            .violations()
            .getOrDefault(EnforcementMode.ENFORCE, List.of());

    assertThat(found).hasSize(allowed ? 0 : 1);
    assertThat(found).allSatisfy(v -> assertThat(v.message()).contains(Long.toString(id)));
  }
}
