// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;

/** Decisions that need something the node agent does not know yet. */
public final class NodeAgentMessages {
  private NodeAgentMessages() {}

  /** Without the engine's directories, its files cannot be distinguished from user data. */
  public static String engineUnknown() {
    return Messages.PREFIX
        + "the node agent has not found dockerd yet; try again in a few seconds, and if that does not help see eci-agent status.";
  }

  /** For a container whose namespace was deleted, or has not been read yet. */
  public static String namespaceUnknown(String namespace) {
    return Messages.PREFIX
        + "the node agent does not know namespace %s (yet), so it cannot determine which policies apply to the container; try again in a few seconds."
            .formatted(UntrustedText.quote(namespace));
  }
}
