package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/** Commands through the filtered socket (SOCK-4, SOCK-5). */
public final class CommandMessages {
  private CommandMessages() {}

  /**
   * SOCK-4.
   *
   * @param target as the caller sent it
   */
  public static String commandBlocked(String target, PolicySource policy) {
    return Messages.PREFIX
        + "docker command %s is blocked; ".formatted(UntrustedText.quote(target))
        + Messages.ifYouWish(
            "configure the docker socket command list in %s.".formatted(policy.describe()));
  }

  /** SOCK-5: what manages the node is for people on the node. */
  public static String nodeCommandBlocked(String target) {
    return Messages.PREFIX
        + "docker command %s is blocked for containers whatever the command list says, because it is about the node itself; use it on the node."
            .formatted(UntrustedText.quote(target));
  }

  /** SOCK-5: what nobody has judged yet. */
  public static String unknownOperation(String method, String target) {
    return Messages.PREFIX
        + "%s %s is no operation of the engine that this version knows, so it is denied; update the node agent if the engine is newer."
            .formatted(UntrustedText.quote(method).replace("\"", ""), UntrustedText.quote(target));
  }

  /** SOCK-5: an option that nobody has judged yet. */
  public static String unknownOption(String field) {
    return Messages.PREFIX
        + "option %s is not known to this version, so it is denied; leave it out, or update the node agent if the engine is newer."
            .formatted(UntrustedText.quote(field));
  }

  /** ISO-1: plugins have what their configuration asks for, up to the whole node. */
  public static String pluginDenied() {
    return Messages.PREFIX
        + "engine plugins are denied, because they run on the node outside of any user namespace; install them before protection is switched on.";
  }

  /** SOCK-5: what is done in it would be done outside of any protection. */
  public static String unprotectedContainer(String name) {
    return Messages.PREFIX
        + "container %s is not protected, so other containers may not reach into it; create it anew under this runtime."
            .formatted(UntrustedText.quote(name));
  }
}
