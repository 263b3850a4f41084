// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

/** The rules that a decision can cite (docs/rules.md). {@link #id()} is how users see them. */
public enum RuleId {
  ISO_1,
  ISO_3,
  ISO_4,
  ISO_7,
  ISO_10,
  RES_1,
  RES_2,
  RES_3,
  RES_4,
  SOCK_2,
  SOCK_4,
  SOCK_5,
  TRUST;

  /** The ID as docs/rules.md writes it, for example {@code RES-3}. */
  public String id() {
    return name().replace('_', '-');
  }
}
