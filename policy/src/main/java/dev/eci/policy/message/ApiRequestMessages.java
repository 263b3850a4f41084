// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

/** Docker API requests that are denied before any rule of a policy is evaluated. */
public final class ApiRequestMessages {
  private ApiRequestMessages() {}

  /** A target or a body that two readers could understand differently. */
  public static String malformed(String problem) {
    return Messages.PREFIX + problem;
  }

  /** A form where the engine reads JSON or an archive. */
  public static String formNotSupported() {
    return Messages.PREFIX
        + "this operation reads no form, but the request was sent as one (curl -d and wget --post-data do that); add the header Content-Type: application/json, or application/x-tar for an archive.";
  }

  /** A caller that no policy can be chosen for. */
  public static String callerUnidentified(String reason) {
    return Messages.PREFIX + "the caller could not be identified: " + reason;
  }

  /** The engine knows the containers from which callers send requests. */
  public static String engineAway() {
    return Messages.PREFIX
        + "Docker Engine does not respond, because it is stopped or restarting; try again in a few seconds.";
  }

  /** On a Kubernetes node, policies are chosen by the namespace of the caller's pod. */
  public static String containerWithoutPod(String containerId) {
    return Messages.PREFIX
        + "container %s was not created by a pod through this socket, so no namespace's policies can be found for it; create it from a pod."
            .formatted(containerId);
  }

  /** A lookup to which the Docker Engine did not respond. */
  public static String engineNotQueried(String reason) {
    return Messages.PREFIX
        + "Docker Engine could not be queried"
        + (reason.isEmpty() ? "" : " (" + reason + ")")
        + "; try again in a few seconds.";
  }

  /** A host path whose symbolic links lead to an unknown place. */
  public static String linksNotResolved(String reason) {
    return Messages.PREFIX
        + "symbolic links could not be resolved"
        + (reason.isEmpty() ? "" : ": " + reason);
  }
}
