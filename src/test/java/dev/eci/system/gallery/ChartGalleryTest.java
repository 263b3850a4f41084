// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.gallery;

import dev.eci.harness.Cluster;
import dev.eci.harness.Lab;
import dev.eci.harness.Product;
import dev.eci.harness.story.Manifests;
import dev.eci.system.cluster.RequiresKindCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * ISO-3: manifests of the same shape as the most used charts, each in a protected namespace and in
 * one that the policy leaves out.
 */
@RequiresKindCluster
@Tag("gallery")
@Order(90)
class ChartGalleryTest {
  private static final int AT_ONCE = 4;
  private static final Path SCRIPT = GalleryRow.ROOT.resolve("chart.sh");
  private static final Path IMAGES = GalleryRow.ROOT.resolve("pod-images");
  private static final List<String> IMAGE_NAMES = List.of("two-volumes", "user", "home", "high");
  private static final String LEAVES_TWINS_OUT =
      "{namespaceSelector: {matchExpressions: [{key: gallery, operator: NotIn, values: [twin]}]}}";

  private static Cluster cluster;

  @BeforeAll
  static void start(Cluster shared) {
    if (GalleryRow.selected("charts").isEmpty()) {
      return;
    }
    cluster = shared;
    for (String name : IMAGE_NAMES) {
      shared
          .command("docker", "build", "-q", "-t", image(name), IMAGES.resolve(name).toString())
          .run()
          .orThrow();
    }
    Lab.load(
        shared.name(), IMAGE_NAMES.stream().map(ChartGalleryTest::image).toArray(String[]::new));
    Product.applyPolicy(shared, Manifests.policy(LEAVES_TWINS_OUT));
  }

  @AfterAll
  static void end() {
    if (cluster != null) {
      Product.applyPolicy(cluster, Manifests.policy("{}"));
    }
  }

  private static String image(String name) {
    return "gallery/" + name + ":1";
  }

  @TestFactory
  @DisplayName("ISO-3: in a protected namespace as in its twin")
  Stream<DynamicTest> runsAsInTwin() {
    return RowComparison.tests(GalleryRow.selected("charts"), AT_ONCE, side("twin"), side("ours"));
  }

  /** The label is set when the namespace is created: policies never see it without. */
  private static RowComparison.Side side(String side) {
    return row -> {
      String namespace = "%s-%s-%d".formatted(row.name(), side, System.nanoTime() % 1_000_000);
      cluster
          .apply(
              """
              apiVersion: v1
              kind: Namespace
              metadata: {name: %s, labels: {gallery: %s}}
              """
                  .formatted(namespace, side))
          .orThrow();
      return RowOutcome.of(
          cluster
              .command("bash", SCRIPT.toString(), row.directory().toString(), namespace)
              .within(Duration.ofMinutes(4))
              .run(),
          namespace);
    };
  }
}
