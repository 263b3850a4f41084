// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.report;

/**
 * One violation.
 *
 * @param policy name of the EciPolicy
 * @param rule its rule ID, see docs/rules.md
 * @param enforced whether a policy in mode Enforce has this rule
 * @param subject the object that violates it
 */
record ScanFinding(String policy, String rule, boolean enforced, Subject subject, String message) {

  /** An object of the cluster. */
  record Subject(String apiVersion, String kind, String namespace, String name, String uid) {}
}
