// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Project;
import dev.eci.system.gallery.GalleryRow;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The gallery is as large as it claims, says what each row is, and documents what differs. */
class GalleryRowsTest {
  private static final List<GalleryRow> ROWS =
      Stream.of("images", "compose", "charts", "requests", "clients")
          .flatMap(kind -> GalleryRow.all(kind).stream())
          .toList();

  @Test
  void hasRowsOfAllKinds() {
    assertThat(GalleryRow.all("images")).hasSizeGreaterThanOrEqualTo(40);
    assertThat(GalleryRow.all("charts")).hasSizeGreaterThanOrEqualTo(30);
    assertThat(GalleryRow.all("compose")).hasSizeGreaterThanOrEqualTo(10);
    assertThat(GalleryRow.all("requests")).extracting(GalleryRow::name).contains("curl");
    assertThat(GalleryRow.all("clients"))
        .extracting(GalleryRow::name)
        .contains(
            "docker-java",
            "docker-py",
            "dockerode",
            "go-client",
            "testcontainers-go",
            "testcontainers-node",
            "testcontainers-python");
  }

  @Test
  void saysWhatEachRowStandsFor() {
    assertThat(ROWS)
        .allSatisfy(row ->
            assertThat(row.directory().resolve("probe.sh"))
                .content()
                .matches("(?s)# [^\n]{10,}\n.*"));
  }

  @Test
  void selectsExistingRowsForEachRun() {
    assertThat(ROWS)
        .extracting(row -> row.kind() + "/" + row.name())
        .containsAll(GalleryRow.quick());
  }

  /** A row that differs on purpose is a row of that page, with its reason. */
  @Test
  void documentsWhatDiffersOnPurpose() throws IOException {
    String page = Files.readString(Project.ROOT.resolve("docs/compatibility.md"));
    assertThat(ROWS)
        .filteredOn(row -> row.expectedDifference() != null)
        .allSatisfy(
            row -> assertThat(page).contains("| `%s/%s` |".formatted(row.kind(), row.name())));
  }
}
