// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.gallery;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * ISO-3: images with the traits of the most pulled ones, Compose files with common lines, and
 * requests that scripts and libraries send.
 */
@Tag("docker")
@Tag("gallery")
@Order(170)
class ImageGalleryTest {
  // rows mostly wait for an engine; each runs on both hosts at a time
  private static final int AT_ONCE = 3;

  private static @Nullable GalleryHosts hosts;

  private static List<GalleryRow> rows() {
    return GalleryRow.selected("images", "compose", "requests");
  }

  @BeforeAll
  static void start() {
    if (rows().isEmpty()) {
      return;
    }
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
    return hosts == null ? Stream.of() : hosts.compare(rows(), AT_ONCE, List.of());
  }
}
