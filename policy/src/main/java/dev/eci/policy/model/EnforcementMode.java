// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

/** What happens to a pod or container that breaks a rule; declared from strictest to mildest. */
public enum EnforcementMode {
  /** It is denied. */
  ENFORCE,
  /** It is admitted and the caller is warned. */
  WARN,
  /** It is admitted and the violation is recorded. */
  AUDIT
}
