// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.operator.Samples;
import dev.eci.operator.status.ReconcileResult.Problem;
import dev.eci.policy.image.ResolvedImages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyReadyConditionTest {
  private static final ReconcileResult FINE = ReconcileResult.none();
  private static final ReconcileResult UNINSTALLING =
      new ReconcileResult(Map.of(), true, Set.of(), List.of());
  private static final ReconcileResult CONFLICT =
      new ReconcileResult(Map.of(), false, Set.of("gvisor"), List.of());
  private static final ReconcileResult FAILED =
      new ReconcileResult(
          Map.of(),
          false,
          Set.of("gvisor"),
          List.of(
              new Problem("RuntimeClass eci", Optional.of("eci"), "forbidden"),
              new Problem("webhook certificate", Optional.empty(), "away")));

  private static final ReconcileResult ONLY_ECI =
      new ReconcileResult(
          Map.of(),
          false,
          Set.of(),
          List.of(new Problem("RuntimeClass eci", Optional.of("eci"), "forbidden")));

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(
            "{}",
            FINE,
            "True",
            "ReconcileSucceeded",
            "RuntimeClass \"eci\" and the admission webhooks are in place"),
        Arguments.of(
            "{runtime: {className: b}}", FINE, "True", "ReconcileSucceeded", "RuntimeClass \"b\""),
        Arguments.of("{mode: Warn}", FINE, "True", "ReconcileSucceeded", "admitted unprotected"),
        Arguments.of("{mode: Audit}", FINE, "True", "ReconcileSucceeded", "are recorded"),
        Arguments.of("{enabled: false}", FINE, "False", "Disabled", "protects nothing"),
        Arguments.of("{enabled: false}", FAILED, "False", "Disabled", "protects nothing"),
        Arguments.of(
            "{}", UNINSTALLING, "False", "Uninstalling", "delete that ConfigMap to keep ECI"),
        Arguments.of("{}", CONFLICT, "True", "ReconcileSucceeded", ""),
        Arguments.of(
            "{runtime: {className: gvisor}}",
            CONFLICT,
            "False",
            "RuntimeClassConflict",
            "kubectl label runtimeclass gvisor app.kubernetes.io/managed-by=eci-operator"),
        Arguments.of(
            "{}",
            FAILED,
            "False",
            "ApplyFailed",
            "RuntimeClass eci: forbidden; webhook certificate: away"),
        Arguments.of(
            "{runtime: {className: b}}",
            FAILED,
            "False",
            "ApplyFailed",
            "webhook certificate: away"),
        Arguments.of("{runtime: {className: b}}", ONLY_ECI, "True", "ReconcileSucceeded", ""),
        Arguments.of(
            "{hostPaths: {allowed: [a, b]}}",
            FAILED,
            "False",
            "InvalidSpec",
            "spec.hostPaths.allowed[0]"),
        Arguments.of(
            "{hostPaths: {allowed: [a, b]}}",
            FINE,
            "False",
            "InvalidSpec",
            "spec.hostPaths.allowed[1]"),
        Arguments.of(
            "{enabled: false, hostPaths: {allowed: [a]}}",
            FINE,
            "False",
            "InvalidSpec",
            "spec.hostPaths"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reportsReadyCondition(
      String spec, ReconcileResult reconcileResult, String value, String reason, String message) {
    ConditionValue conditionValue =
        PolicyReadyCondition.verdict(
            new StatusInputs(
                PolicyReader.read(Samples.policy("one", spec)),
                reconcileResult,
                NodeSummary.of(List.of()),
                ResolvedImages.NONE,
                java.util.Optional.empty(),
                true));
    assertThat(conditionValue.value()).hasToString(value);
    assertThat(conditionValue.reason()).isEqualTo(reason);
    assertThat(conditionValue.message()).contains(message);
  }
}
