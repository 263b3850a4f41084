// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

/**
 * The container cannot be protected as required, so it is denied. The message is a sentence for
 * users.
 */
public final class CreateDeniedException extends Exception {
  private static final long serialVersionUID = 1;

  public CreateDeniedException(String message) {
    super(message);
  }

  public String userMessage() {
    return String.valueOf(getMessage());
  }
}
