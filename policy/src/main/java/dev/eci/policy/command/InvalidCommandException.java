// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

/** An invalid command list entry; the message says what to write instead. */
public final class InvalidCommandException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidCommandException(String message) {
    super(message);
  }
}
