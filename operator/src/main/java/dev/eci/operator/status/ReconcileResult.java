// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The result of the last reconciliation of the cluster-wide objects.
 *
 * @param policies the generation of each policy that it took into account, by UID
 * @param isUninstalling whether it changed nothing, because ECI is being uninstalled
 * @param conflictingRuntimeClasses RuntimeClasses that policies name and that another manager
 *     created
 * @param problems failures, as messages for users
 */
public record ReconcileResult(
    Map<String, Long> policies,
    boolean isUninstalling,
    Set<String> conflictingRuntimeClasses,
    List<Problem> problems) {

  /**
   * An object that could not be written, or the webhook's certificate.
   *
   * @param runtimeClass the RuntimeClass that failed; empty: the problem concerns every policy
   */
  public record Problem(String subject, Optional<String> runtimeClass, String message) {
    @Override
    public String toString() {
      return subject + ": " + message;
    }
  }

  public ReconcileResult {
    policies = Map.copyOf(policies);
    conflictingRuntimeClasses = Set.copyOf(conflictingRuntimeClasses);
    problems = List.copyOf(problems);
  }

  /** The problems that concern policies of that RuntimeClass. */
  List<Problem> problemsOf(String runtimeClass) {
    return problems.stream()
        .filter(problem -> problem.runtimeClass().map(runtimeClass::equals).orElse(true))
        .toList();
  }

  /** Before the first reconciliation. */
  public static ReconcileResult none() {
    return new ReconcileResult(Map.of(), false, Set.of(), List.of());
  }

  /** Whether it took this generation of the policy into account. */
  public boolean covers(String uid, long generation) {
    return policies.getOrDefault(uid, -1L) == generation;
  }
}
