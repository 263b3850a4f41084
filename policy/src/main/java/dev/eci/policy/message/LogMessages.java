// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;

/** Options of log drivers (RES-2). */
public final class LogMessages {
  private LogMessages() {}

  /** An address of a kind that no rule knows. */
  public static String addressDenied(String address) {
    return Messages.PREFIX
        + "log address %s is denied, because it cannot be determined what it exposes of the node; use tcp, udp, tls, http, https or unix:///PATH."
            .formatted(UntrustedText.quote(address));
  }

  /** A socket in a spelling that the engine would have to interpret. */
  public static String socketNotCanonical(String address) {
    return Messages.PREFIX
        + "log address %s is denied, because it is not in the form unix:///PATH or unixgram:///PATH; write the path as it is."
            .formatted(UntrustedText.quote(address));
  }
}
