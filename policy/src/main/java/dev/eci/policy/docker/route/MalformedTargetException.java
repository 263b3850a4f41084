// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

/** A target that readers may understand in several ways; the response is 400 with this message. */
public final class MalformedTargetException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedTargetException(String message) {
    super(message);
  }
}
