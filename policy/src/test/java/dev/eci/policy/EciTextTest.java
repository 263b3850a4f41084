package dev.eci.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The sentences people and tools match, letter by letter (ECI.md RES-3 up to its tail). */
class EciTextTest {
  @Test
  void res3IsDockerDesktopsSentenceWithOurTail() {
    assertThat(EciText.dockerSocketDenied("docker.io/library/docker", "default"))
        .isEqualTo(
            "enhanced container isolation: docker socket mount denied for container with image"
                + " \"docker.io/library/docker\"; image is not in the allowed list; if you wish to"
                + " allow it, configure the docker socket image list in EciPolicy \"default\".");
  }

  @Test
  void res3ForEnginesThatNoListCanAllow() {
    assertThat(EciText.engineSocketDenied("containerd", "docker.io/library/busybox", "default"))
        .isEqualTo(
            "enhanced container isolation: containerd socket mount denied for container with image"
                + " \"docker.io/library/busybox\"; if you wish to allow it, exempt this container's"
                + " pod in spec.exemptions of EciPolicy \"default\".");
  }

  @Test
  void res1() {
    assertThat(EciText.hostNamespaceDenied("network", "default"))
        .isEqualTo(
            "enhanced container isolation: sharing the node's network namespace is denied; if you"
                + " wish to allow it, exempt this pod in spec.exemptions of EciPolicy \"default\".");
  }

  @Test
  void res2() {
    assertThat(EciText.nodePathDenied("/etc", "default"))
        .isEqualTo(
            "enhanced container isolation: mount of node path \"/etc\" is denied; if you wish to"
                + " allow it, add it to spec.hostPaths in EciPolicy \"default\".");
    assertThat(EciText.nodePathAboveSocketDenied("/run", "docker", "default"))
        .isEqualTo(
            "enhanced container isolation: mount of node path \"/run\" is denied, because the"
                + " docker socket is reached through it; if you wish to allow it, exempt this pod"
                + " in spec.exemptions of EciPolicy \"default\".");
  }

  @Test
  void iso1AndIso7() {
    assertThat(EciText.ownUserNamespaceRequired("default"))
        .isEqualTo(
            "enhanced container isolation: a container without a user namespace of its own is"
                + " denied; leave hostUsers unset or set it to false, or exempt this pod in"
                + " spec.exemptions of EciPolicy \"default\".");
    assertThat(EciText.foreignRuntimeClass("kata", "eci", "default"))
        .isEqualTo(
            "enhanced container isolation: runtime class \"kata\" is denied; leave"
                + " runtimeClassName unset or set it to \"eci\", or exempt this pod in"
                + " spec.exemptions of EciPolicy \"default\".");
  }

  @Test
  void textOfStrangersForgesNoLinesAndFloodsNoLog() {
    String forged = "/etc\n2026-11-22 INFO allowed everything";

    assertThat(EciText.nodePathDenied(forged, "default"))
        .doesNotContain("\n")
        .contains("\"/etc\\n2026");
    assertThat(EciText.dockerSocketDenied("x\u001b[2J", "default")).contains("\"x\\u001b[2J\"");
    assertThat(EciText.nodePathDenied("/" + "a".repeat(100_000), "default")).hasSizeLessThan(1_000);
  }
}
