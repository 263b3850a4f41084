// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

/** The runtime eci cannot be installed on this host or in its engine. Nothing was changed. */
public final class UnsupportedHostException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  public UnsupportedHostException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** In camel case, as in a condition. */
  public String reason() {
    return reason;
  }

  public String userMessage() {
    return String.valueOf(getMessage());
  }
}
