// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** One row on both sides. */
record RowComparison(GalleryRow row, RowOutcome twin, RowOutcome ours) {
  private static final Path OUTCOMES = Project.ROOT.resolve("src/test/target/gallery");

  /** Runs a row; how, depends on the kind. */
  interface Side extends Function<GalleryRow, RowOutcome> {}

  /** A test per row. Rows run at the same time; what differs runs again, alone. */
  static Stream<DynamicTest> tests(List<GalleryRow> rows, int atOnce, Side twin, Side ours) {
    Map<GalleryRow, Future<RowComparison>> first = new LinkedHashMap<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(atOnce)) {
      for (GalleryRow row : rows) {
        first.put(row, pool.submit(() -> of(row, twin, ours)));
      }
    }
    return rows.stream()
        .map(row -> dynamicTest(row.name(), () -> again(first.get(row), twin, ours).check()));
  }

  private static RowComparison again(Future<RowComparison> first, Side twin, Side ours)
      throws InterruptedException, ExecutionException {
    RowComparison comparison = first.get();
    GalleryRow row = comparison.row();
    return comparison.isAsExpected() ? comparison : of(row, twin, ours);
  }

  /** Both sides at the same time. */
  private static RowComparison of(GalleryRow row, Side twin, Side ours) {
    CompletableFuture<RowOutcome> theirs =
        CompletableFuture.supplyAsync(
            () -> twin.apply(row), task -> Thread.ofPlatform().start(task));
    RowOutcome protectedOutcome = ours.apply(row);
    RowComparison comparison = new RowComparison(row, theirs.join(), protectedOutcome);
    // for readers of a failure, whole
    comparison.write("twin", comparison.twin());
    comparison.write("ours", comparison.ours());
    return comparison;
  }

  private boolean isAsExpected() {
    String expected = row.expectedDifference();
    return twin.isMeaningful()
        && (expected == null ? ours.equals(twin) : ours.text().equals(expected));
  }

  private void check() {
    assertThat(twin.isMeaningful()).as("the probe on the twin:\n%s", twin.text()).isTrue();
    String expected = row.expectedDifference();
    if (expected == null) {
      assertThat(ours.text()).as(title()).isEqualTo(twin.text());
    } else {
      assertThat(ours.text()).as(title()).isEqualTo(expected);
      assertThat(ours.text())
          .as("no longer differs: remove ours.txt and the row of docs/compatibility.md")
          .isNotEqualTo(twin.text());
    }
  }

  private void write(String side, RowOutcome outcome) {
    try {
      Path directory = Files.createDirectories(OUTCOMES.resolve(row.kind()));
      Files.writeString(directory.resolve(row.name() + "." + side), outcome.text() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The probe's first line says what the row stands for. */
  private String title() {
    return GalleryRow.read(row.directory().resolve("probe.sh")).lines().findFirst().orElse("");
  }
}
