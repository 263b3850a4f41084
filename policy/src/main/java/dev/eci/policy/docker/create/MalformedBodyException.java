// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

/** A body that readers may understand in several ways, or not at all; the response is 400. */
public final class MalformedBodyException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedBodyException(String message) {
    super(message);
  }
}
