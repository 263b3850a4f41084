// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

/** A config.json or a request is malformed or ambiguous. The message says why. */
public final class InvalidSpecException extends Exception {
  private static final long serialVersionUID = 1;

  public InvalidSpecException(String message) {
    super(message);
  }
}
