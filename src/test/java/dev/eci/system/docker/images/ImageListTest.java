// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.Variant;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One story on each of Docker's stores, since what is known of an image and how differs between
 * them: allowed, unlisted, derived, local, retagged, and each of these without the registry.
 */
@Tag("docker")
@Order(160)
class ImageListTest {
  private static final String ALLOWED = HostRegistry.ADDRESS + "/docker:cli";

  private static String policy(String localId) {
    return """
    apiVersion: eci.dev/v1alpha1
    kind: EciPolicy
    metadata: {name: default}
    spec:
      dockerSocketMount:
        imageList:
          images: ["%1$s/docker:cli", "%1$s/tools:*", "local@%2$s"]
          allowDerivedImages: true
    """
        .formatted(HostRegistry.ADDRESS, localId);
  }

  private static Result run(DockerHost host, String image) {
    return host.docker(
        "run", "--rm", "-v", "/var/run/docker.sock:/var/run/docker.sock", image, "-c", "true");
  }

  private static void assertAllowed(DockerHost host, String image) {
    Result result = run(host, image);
    assertThat(result.isSuccess()).as(image + ": " + result.text()).isTrue();
  }

  private static void awaitAllowed(DockerHost host, String image) {
    Instant end = Instant.now().plusSeconds(60);
    while (!run(host, image).isSuccess() && Instant.now().isBefore(end)) {
      // each attempt includes a wait
    }
    assertAllowed(host, image);
  }

  private static void assertDenied(DockerHost host, String image, String named) {
    assertThat(run(host, image).text())
        .contains(
            "enhanced container isolation: docker socket mount denied for container with image \"%s\"; image is not in the allowed list; if you wish to allow it, configure the docker socket image list in EciPolicy \"default\"."
                .formatted(named));
  }

  private static String id(DockerHost host, String image) {
    return host.docker("image", "inspect", "-f", "{{.Id}}", image).orThrow().strip();
  }

  /** A new image with one more layer, as a build makes it. */
  private static void build(DockerHost host, String from, String name) {
    host.script(
            "docker rm -f making 2>/dev/null; docker run --name making --runtime runc %s -c 'echo %s > /made' && docker commit making %s && docker rm making"
                .formatted(from, name, name))
        .orThrow();
  }

  private static void push(DockerHost host, String local, String remote) {
    host.docker("tag", local, remote).orThrow();
    host.docker("push", "-q", remote).orThrow();
  }

  @ParameterizedTest
  @EnumSource(Variant.Store.class)
  @DisplayName("SOCK-1, SOCK-2, SOCK-3, SOCK-6: content decides, whatever it is called")
  void decidesByContentNotByName(Variant.Store store) {
    try (DockerHost host =
        DockerHost.start(
            store == Variant.Store.OVERLAY2 ? "imgov" : "imgcd",
            new Variant(store, Variant.DEFAULT.runtime()))) {
      HostRegistry registry = HostRegistry.start(host);
      push(host, "docker:cli", ALLOWED);
      // not the image that all the others are built from
      build(host, DockerHost.IMAGE, "tool:1");
      push(host, "tool:1", HostRegistry.ADDRESS + "/tools:1");
      build(host, "evil/tool:1", "local:1");
      host.protect(policy(id(host, "local:1")));

      assertAllowed(host, ALLOWED);
      assertAllowed(host, HostRegistry.ADDRESS + "/tools:1");
      assertAllowed(host, "local:1");
      assertDenied(host, "evil/tool:1", "docker.io/evil/tool");

      // an unlisted image under allowed names: docker tag succeeds, docker run does not
      String first = id(host, ALLOWED);
      host.docker("tag", "evil/tool:1", ALLOWED).orThrow();
      assertDenied(host, ALLOWED, HostRegistry.ADDRESS + "/docker");
      host.docker("tag", "evil/tool:1", HostRegistry.ADDRESS + "/tools:2").orThrow();
      assertDenied(host, HostRegistry.ADDRESS + "/tools:2", HostRegistry.ADDRESS + "/tools");
      host.docker("tag", first, ALLOWED).orThrow();
      assertAllowed(host, ALLOWED);

      // derived images, and those that are from something else
      build(host, ALLOWED, "derived:1");
      build(host, "derived:1", "derived:2");
      build(host, "evil/tool:1", "other:1");
      assertAllowed(host, "derived:1");
      assertAllowed(host, "derived:2");
      assertDenied(host, "other:1", "docker.io/library/other");
      push(host, "derived:1", HostRegistry.ADDRESS + "/pushed/derived:1");
      host.docker("rmi", "-f", "derived:1", HostRegistry.ADDRESS + "/pushed/derived:1").orThrow();
      host.docker("pull", "-q", HostRegistry.ADDRESS + "/pushed/derived:1").orThrow();
      assertDenied(
          host,
          HostRegistry.ADDRESS + "/pushed/derived:1",
          HostRegistry.ADDRESS + "/pushed/derived");

      // the tag moves on at the registry; both copies count
      host.docker("tag", "other:1", ALLOWED).orThrow();
      assertDenied(host, ALLOWED, HostRegistry.ADDRESS + "/docker");
      host.docker("push", "-q", ALLOWED).orThrow();
      // resolved again at the earliest ten seconds after the last time
      awaitAllowed(host, ALLOWED);
      assertAllowed(host, first);

      // without the registry, also after a restart of the agent
      registry.stop();
      assertAllowed(host, ALLOWED);
      assertAllowed(host, first);
      host.agent().stop();
      host.agent().start();
      assertAllowed(host, ALLOWED);
      assertAllowed(host, first);
      assertAllowed(host, "derived:2");
      assertDenied(host, "evil/tool:1", "docker.io/evil/tool");
    }
  }
}
