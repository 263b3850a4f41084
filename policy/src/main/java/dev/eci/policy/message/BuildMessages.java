// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;

/** Image builds (ISO-10). */
public final class BuildMessages {
  private BuildMessages() {}

  /** ISO-10. */
  public static String entitlementDenied(String entitlement) {
    return Messages.PREFIX
        + "build entitlement %s is denied, because a build step could leave its isolation with it; leave out %s."
            .formatted(
                UntrustedText.quote(entitlement),
                entitlement.equals("network.host")
                    ? "--network=host and --allow network.host"
                    : "--allow");
  }

  /** ISO-10, for a step of a build definition (LLB) that the client wrote itself. */
  public static String buildStepDenied(String entitlement) {
    return Messages.PREFIX
        + "a build step that needs %s is denied, because it could leave its isolation; leave out the step's network mode HOST or security mode INSECURE."
            .formatted(UntrustedText.quote(entitlement));
  }

  /** ISO-10, on a Kubernetes node. */
  public static String buildsUnprotected() {
    return Messages.PREFIX
        + "docker build is denied on this node, because build steps would run without a private user namespace; start the node's dockerd with DOCKER_BUILDKIT_RUNC_COMMAND=/opt/eci/docker/bin/eci-runtime in its environment, or build in a pod.";
  }

  /** ISO-10, for containers on a Docker host. */
  public static String buildKitUnprotected() {
    return Messages.PREFIX
        + "docker build with BuildKit is denied for containers on this host, because its steps would run without a private user namespace until dockerd is restarted; restart dockerd, or build with DOCKER_BUILDKIT=0.";
  }

  /** ISO-1, where a proxy runs alone in front of an engine with another default runtime. */
  public static String serviceUnprotected() {
    return Messages.PREFIX
        + "services are denied, because they would run under the engine's default runtime, which is not eci; set \"default-runtime\": \"eci\" in daemon.json.";
  }

  /** ISO-10, on a Kubernetes node. */
  public static String classicBuildDenied() {
    return Messages.PREFIX
        + "docker build without BuildKit is denied on this node, because its steps would run without a private user namespace; leave out DOCKER_BUILDKIT=0.";
  }
}
