// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.gallery;

import dev.eci.harness.Command;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Lab;
import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.Variant;
import dev.eci.system.docker.proxy.PluginConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Two Docker hosts of the same kind: one protected, with a policy that lets every image mount the
 * socket; and its twin, on which no part of ECI ever was.
 *
 * <p>With the system property {@code eci.unprotected} both are bare. Then no row may differ but
 * those with an ours.txt, which shows what the comparison itself is worth.
 */
record GalleryHosts(DockerHost ours, DockerHost twin) implements AutoCloseable {
  private static final String POLICY =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: default}
      spec: {dockerSocketMount: {imageList: {images: ["*"]}}}
      """;
  private static final Path SCRIPT = GalleryRow.ROOT.resolve("row.sh");
  private static final String PACKAGES_IMAGE = "eci-lab/gallery:1";

  static GalleryHosts start(String name, boolean needsPackages) {
    Lab.up();
    DockerHost ours = DockerHost.start(name, Variant.DEFAULT);
    try {
      DockerHost twin = DockerHost.start(name + "-twin", Variant.DEFAULT);
      GalleryHosts hosts = new GalleryHosts(ours, twin);
      try {
        if (!Boolean.getBoolean("eci.unprotected")) {
          ours.protect(POLICY);
        }
        hosts.prepare(needsPackages);
        return hosts;
      } catch (RuntimeException e) {
        twin.close();
        throw e;
      }
    } catch (RuntimeException e) {
      ours.close();
      throw e;
    }
  }

  private void prepare(boolean needsPackages) {
    both().forEach(PluginConfig::write);
    if (needsPackages) {
      Lab.gallery();
      String root =
          Objects.requireNonNull(Lab.environment().get("ECI_LAB_GALLERY_ROOT"), "lab gallery");
      both().forEach(host -> host.docker("import", root, PACKAGES_IMAGE).orThrow());
    }
  }

  /** Loads an image of the lab's engine on both. */
  void load(String image) {
    for (DockerHost host : both().toList()) {
      Map<String, String> lab = Lab.environment();
      Path archive = host.outside("/srv/image.tar");
      Command.of(lab, "docker", "save", "-o", archive.toString(), image).run().orThrow();
      host.script("docker load -q -i /srv/image.tar && rm /srv/image.tar").orThrow();
    }
  }

  Stream<DockerHost> both() {
    return Stream.of(ours, twin);
  }

  /** A test per row; {@code environment} as for {@link #side}. */
  Stream<DynamicTest> compare(List<GalleryRow> rows, int atOnce, List<String> environment) {
    return RowComparison.tests(rows, atOnce, side(twin, environment), side(ours, environment));
  }

  /** Runs a row on one of them; {@code environment} are further words NAME=VALUE for the probe. */
  private static RowComparison.Side side(DockerHost host, List<String> environment) {
    return row -> {
      Stream<String> words =
          Stream.of(
                  Stream.of("env", "DOCKER_CONFIG=" + PluginConfig.DIRECTORY),
                  environment.stream(),
                  Stream.of("timeout", "-k", "2", "170", "bash", SCRIPT.toString()),
                  Stream.of(row.directory().toString(), row.unique()))
              .flatMap(some -> some);
      Result result = host.exec(words.toArray(String[]::new));
      return RowOutcome.of(result, row.unique());
    };
  }

  @Override
  public void close() {
    try (ours;
        twin) {
      // in reverse order
      ours.engineSocket();
    }
  }
}
