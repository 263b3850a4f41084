package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;

/** What a node's agent does not know yet. */
public final class NodeAgentMessages {
  private NodeAgentMessages() {}

  /** Who does not know the engine's directories can tell nobody's files apart. */
  public static String engineUnknown() {
    return Messages.PREFIX
        + "the node agent has not found the dockerd that it is for yet; try again in a few seconds, and if that does not help see eci-agent status.";
  }

  /** Of a container whose namespace was deleted, or not read yet. */
  public static String namespaceUnknown(String namespace) {
    return Messages.PREFIX
        + "the node agent does not know namespace %s (yet), so that it cannot tell which policies hold for the container; try again in a few seconds."
            .formatted(UntrustedText.quote(namespace));
  }
}
