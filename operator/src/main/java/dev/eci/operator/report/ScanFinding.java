package dev.eci.operator.report;

/**
 * One thing that should not be so.
 *
 * @param policy name of the EciPolicy
 * @param rule which row of ECI.md
 * @param enforced whether a policy in mode Enforce says so
 * @param subject what it is about
 */
record ScanFinding(String policy, String rule, boolean enforced, Subject subject, String message) {

  /** An object of the cluster. */
  record Subject(String apiVersion, String kind, String namespace, String name, String uid) {}
}
