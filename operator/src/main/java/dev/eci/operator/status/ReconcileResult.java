package dev.eci.operator.status;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came of the last attempt to bring the cluster-wide objects in place.
 *
 * @param policies the generation of each policy that was taken into account, by uid
 * @param isUninstalling whether nothing was done, since the product is being uninstalled
 * @param conflictingRuntimeClasses RuntimeClasses that policies name and that are somebody else's
 * @param problems what went wrong, for people
 */
public record ReconcileResult(
    Map<String, Long> policies,
    boolean isUninstalling,
    Set<String> conflictingRuntimeClasses,
    List<Problem> problems) {

  /**
   * An object that could not be written, or the certificates.
   *
   * @param runtimeClass the RuntimeClass that it is about; empty: it concerns every policy
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

  /** Those that concern policies of that RuntimeClass. */
  List<Problem> problemsOf(String runtimeClass) {
    return problems.stream()
        .filter(problem -> problem.runtimeClass().map(runtimeClass::equals).orElse(true))
        .toList();
  }

  /** Before the first attempt. */
  public static ReconcileResult none() {
    return new ReconcileResult(Map.of(), false, Set.of(), List.of());
  }

  /** Whether it says anything of this state of the policy. */
  public boolean covers(String uid, long generation) {
    return policies.getOrDefault(uid, -1L) == generation;
  }
}
