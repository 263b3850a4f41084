// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.PolicySource;
import org.junit.jupiter.api.Test;

/**
 * The messages that users and tools match, letter by letter (docs/rules.md, RES-3 up to its
 * remedy).
 */
class DenialMessagesTest {
  private static final PolicySource DEFAULT = new PolicySource.Cluster("default");

  @Test
  void res3IsDockerDesktopsMessageWithRemedy() {
    assertThat(RuntimeSocketMessages.dockerSocketDenied("docker.io/library/docker", DEFAULT))
        .isEqualTo(
            "enhanced container isolation: docker socket mount denied for container with image"
                + " \"docker.io/library/docker\"; image is not in the allowed list; if you wish to"
                + " allow it, configure the docker socket image list in EciPolicy \"default\".");
  }

  @Test
  void res3ForEnginesThatNoListCanAllow() {
    assertThat(
            RuntimeSocketMessages.runtimeSocketDenied(
                "containerd", "docker.io/library/busybox", DEFAULT))
        .isEqualTo(
            "enhanced container isolation: containerd socket mount denied for container with image"
                + " \"docker.io/library/busybox\"; if you wish to allow it, exempt this container's"
                + " pod in spec.exemptions of EciPolicy \"default\".");
  }

  @Test
  void res1NamesTheSharedNamespace() {
    assertThat(NamespaceMessages.hostNamespaceDenied("network", DEFAULT))
        .isEqualTo(
            "enhanced container isolation: sharing the node's network namespace is denied; if you"
                + " wish to allow it, exempt this pod in spec.exemptions of EciPolicy \"default\".");
  }

  @Test
  void res2NamesPathAndReason() {
    assertThat(HostPathMessages.hostPathDenied("/etc", DEFAULT))
        .isEqualTo(
            "enhanced container isolation: mount of host path \"/etc\" is denied; if you wish to"
                + " allow it, add it to spec.hostPaths in EciPolicy \"default\".");
    assertThat(HostPathMessages.hostPathAboveSocketDenied("/run", "docker", DEFAULT))
        .isEqualTo(
            "enhanced container isolation: mount of host path \"/run\" is denied, because the"
                + " docker socket can be reached through it; mount only the directories that are needed"
                + " (Docker's socket itself, /var/run/docker.sock, is for images in the docker"
                + " socket image list of EciPolicy \"default\"); if you wish to allow it, exempt"
                + " this pod in spec.exemptions of EciPolicy \"default\".");
  }

  @Test
  void iso1AndIso7() {
    assertThat(NamespaceMessages.ownUserNamespaceRequired(DEFAULT))
        .isEqualTo(
            "enhanced container isolation: a container without a private user namespace is denied; leave hostUsers unset or set it to false, or exempt this pod in"
                + " spec.exemptions of EciPolicy \"default\".");
    assertThat(RuntimeClassMessages.otherRuntimeClassDenied("kata", "eci", DEFAULT))
        .isEqualTo(
            "enhanced container isolation: runtime class \"kata\" is denied; leave"
                + " runtimeClassName unset or set it to \"eci\", or exempt this pod in"
                + " spec.exemptions of EciPolicy \"default\".");
  }

  @Test
  void escapesAndTruncatesUntrustedText() {
    String forged = "/etc\n2026-11-22 INFO allowed everything";

    assertThat(HostPathMessages.hostPathDenied(forged, DEFAULT))
        .doesNotContain("\n")
        .contains("\"/etc\\n2026");
    assertThat(RuntimeSocketMessages.dockerSocketDenied("x\u001b[2J", DEFAULT))
        .contains("\"x\\u001b[2J\"");
    assertThat(HostPathMessages.hostPathDenied("/" + "a".repeat(100_000), DEFAULT))
        .hasSizeLessThan(1_000);
  }

  @Test
  void remedyNamesPolicySource() {
    PolicySource settings = new PolicySource.AdminSettings();
    assertThat(RuntimeSocketMessages.dockerSocketDenied("docker.io/library/docker", settings))
        .endsWith(
            "if you wish to allow it, configure the docker socket image list in admin-settings.json.");
    assertThat(HostPathMessages.hostPathDenied("/etc", settings))
        .contains("EciPolicy with spec.hostPaths");
    assertThat(
            RuntimeSocketMessages.runtimeSocketDenied(
                "containerd", "x", new PolicySource.File("mine")))
        .endsWith("nothing in EciPolicy \"mine\" can allow it.");
  }
}
