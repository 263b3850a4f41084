// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

/** The handler cannot be installed on this node. containerd's configuration was not changed. */
public final class UnsupportedNodeException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  UnsupportedNodeException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The reason of the condition. */
  public String reason() {
    return reason;
  }

  public String userMessage() {
    return String.valueOf(getMessage());
  }
}
