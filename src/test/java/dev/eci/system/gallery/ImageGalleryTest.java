// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.gallery;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** ISO-3: images with the traits of the most pulled ones, and Compose files with common lines. */
@Tag("docker")
@Tag("gallery")
@Order(170)
class ImageGalleryTest {
  // rows mostly wait for an engine; each runs on both hosts at a time
  private static final int AT_ONCE = 3;

  private static GalleryHosts hosts;

  private static List<GalleryRow> rows() {
    return GalleryRow.selected("images", "compose");
  }

  @BeforeAll
  static void start() {
    assumeFalse(rows().isEmpty(), "the run names rows of other kinds");
    hosts = GalleryHosts.start("gallery", rows().stream().anyMatch(GalleryRow::needsPackages));
  }

  @AfterAll
  static void end() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @TestFactory
  @DisplayName("ISO-3: on a protected host as on its twin")
  Stream<DynamicTest> runsAsOnTwin() {
    return RowComparison.tests(
        rows(),
        AT_ONCE,
        GalleryHosts.side(hosts.twin(), List.of()),
        GalleryHosts.side(hosts.ours(), List.of()));
  }
}
