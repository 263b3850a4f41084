// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

/** Seccomp profiles (RES-2). */
public final class SeccompMessages {
  private SeccompMessages() {}

  /** A profile that names a socket of the node. */
  public static String listenerDenied() {
    return Messages.PREFIX
        + "a seccomp profile with listenerPath is denied, because the runtime would connect to that socket of the node as root; leave listenerPath out.";
  }
}
