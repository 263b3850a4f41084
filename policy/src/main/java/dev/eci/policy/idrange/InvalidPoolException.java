// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

/** A pool that cannot be created from what is configured; the message says where and why. */
public final class InvalidPoolException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InvalidPoolException(String message) {
    super(message);
  }
}
