// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

/**
 * A path that cannot be evaluated, or an allowance that must not be given. The message addresses
 * the user who wrote it. Unchecked, because a caller that forgets it still fails closed.
 */
public final class InvalidHostPathException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidHostPathException(String message) {
    // a path may contain line feeds, which would forge lines in a log
    super(message.replaceAll("\\p{Cntrl}", "?"));
  }
}
