// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

/** What a decision needs from a request's body. */
public enum BodyHandling {
  /** The engine reads none: a body is discarded. */
  NONE,
  /** JSON that is evaluated, and forwarded as it was evaluated. */
  INSPECT,
  /** No rule checks it: it is forwarded unchanged. */
  PASS
}
