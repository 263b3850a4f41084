// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageIdentity.Named;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RES-3, SOCK-1: which runtime's socket it is, and which image may mount it. */
class RuntimeSocketRuleTest {
  private static final String DIGEST = "@" + PolicyBuilder.DIGEST;

  @ParameterizedTest(name = "{0} is the {1} socket")
  @CsvSource({
    "/var/run/docker.sock, docker",
    "/run/docker.sock, docker",
    "/var/run/../run/docker.sock, INVALID",
    "//run//docker.sock, docker",
    "/run/./docker.sock/, docker",
    "/run/containerd/containerd.sock, containerd",
    "/run/k3s/containerd/containerd.sock, containerd",
    "/var/run/crio/crio.sock, cri-o",
    "/run/podman/podman.sock, podman",
    "/var/run/cri-dockerd.sock, cri-dockerd",
    "/run/buildkit/buildkitd.sock, buildkit",
  })
  void namesRuntime(String path, String engine) {
    var found = check(path, "busybox", PolicyBuilder.named("default"));

    if (engine.equals("INVALID")) {
      // ".." out of a link has two meanings; HostPathRule denies such paths
      assertThat(found).isEmpty();
      return;
    }
    assertThat(found)
        .singleElement()
        .satisfies(v -> {
          assertThat(v.rule()).isEqualTo(RuleId.RES_3);
          assertThat(v.field()).isEqualTo("here");
          assertThat(v.message()).contains(engine + " socket mount denied");
        });
  }

  @ParameterizedTest(name = "list [{0}] allows {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "docker:cli      | docker:cli                        | true",
        "docker:cli      | docker.io/library/docker:cli      | true",
        "docker:cli      | index.docker.io/docker:cli        | true",
        "docker:cli      | docker:dind                       | false",
        "docker:cli      | docker                            | false",
        "docker          | docker                            | true",
        "docker          | docker:latest                     | true",
        "docker          | docker:cli                        | false",
        "docker:*        | docker:cli                        | true",
        "docker:*        | docker:unheard-of                 | false",
        "docker:*        | docker@DIGEST                     | true",
        "docker:*        | evil/docker:cli                   | false",
        "docker@DIGEST   | docker@DIGEST                     | true",
        "docker@DIGEST   | docker:cli@DIGEST                 | true",
        "docker@DIGEST   | docker:cli                        | false",
        "docker:cli      | docker:cli@DIGEST                 | true",
        "docker:cli      | docker@DIGEST                     | true",
        "docker:cli      | docker:cli@OTHER                  | false",
        "docker:*        | docker@OTHER                      | false",
        "docker:cli      | evil/docker@DIGEST                | false",
        "*               | registry.example/anything/at-all:1         | true",
        "docker:cli      | registry.example/library/docker:cli | false",
        "*               | Not:A:Reference                   | false",
      })
  void checksImageListOnlyForDockerSocket(String listed, String image, boolean allowed) {
    var policy =
        PolicyBuilder.named(
            "default", p -> p.socketImages = List.of(listed.replace("@DIGEST", DIGEST)));
    String named = image.replace("@DIGEST", DIGEST).replace("@OTHER", "@sha256:" + "0".repeat(64));

    assertThat(check("/var/run/docker.sock", named, policy).isEmpty()).isEqualTo(allowed);
    assertThat(check("/run/containerd/containerd.sock", named, policy)).hasSize(1);
  }

  @Test
  void namesInvalidImageAsWritten() {
    assertThat(check("/run/docker.sock", "Not:A:Reference", PolicyBuilder.named("default")))
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .contains("for container with image \"Not:A:Reference\"; image is not in");
  }

  @Test
  void ignoresOtherPaths() {
    assertThat(check("/data", "busybox", PolicyBuilder.named("default"))).isEmpty();
    assertThat(check("/run", "busybox", PolicyBuilder.named("default"))).isEmpty();
  }

  private static List<Violation> check(String path, String image, Policy policy) {
    return RuntimeSocketRule.check(path, new Named(image), "here", PolicyBuilder.enforcing(policy))
        .stream()
        .toList();
  }
}
