// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.agent.inventory.UnprotectedEntry.Reason;
import dev.eci.runtimeservice.oci.SpecSamples;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  private static final String LAUNCHER = "/opt/eci/bin/eci-runtime";
  private static final String TASKS = "/run/tasks";
  private static final String NODE = "         0          0 4294967295\n";
  private static final String PRIVATE = "         0 1365966848      65536\n";

  @TempDir Path node;
  @TempDir Path proc;

  private static final Instant INSTALLED = Instant.parse("2026-11-01T00:00:00Z");

  private Inventory inventory(Predicate<String> covered) {
    return new Inventory(new HostRoot(node), proc, LAUNCHER, covered);
  }

  private void createdBeforeInstall(String id) throws IOException {
    Files.setLastModifiedTime(
        node.resolve("run/tasks/" + id + "/config.json"), FileTime.from(INSTALLED.minusSeconds(1)));
  }

  private void container(String id, String sample, String runtime, String map) throws IOException {
    Path bundle = Files.createDirectories(node.resolve("run/tasks/" + id));
    Files.write(bundle.resolve("config.json"), SpecSamples.config(sample));
    Files.writeString(bundle.resolve("runtime"), runtime);
    Files.writeString(bundle.resolve("init.pid"), id);
    if (!map.isEmpty()) {
      Files.writeString(Files.createDirectories(proc.resolve(id)).resolve("uid_map"), map);
    }
  }

  @Test
  void countsContainersByUidMapOfKernel() throws IOException {
    container("1", "good-container", LAUNCHER, PRIVATE);
    container("2", "good-container", LAUNCHER, PRIVATE);
    container("3", "good-sandbox", LAUNCHER, PRIVATE);
    container("4", "plain-container", "", NODE);
    container("5", "good-sandbox", "", NODE);
    container("6", "good-container", "", PRIVATE);
    container("7", "good-container", LAUNCHER, NODE);
    container("8", "good-container", LAUNCHER, "");
    Files.createDirectories(node.resolve("run/tasks/9"));

    Inventory inventory = inventory(_ -> true);
    assertThat(inventory.snapshot(TASKS, INSTALLED).counts()).isEqualTo(new Counts(2, 3, 5));
    assertThat(inventory.snapshot(TASKS, INSTALLED).counts()).isEqualTo(new Counts(2, 3, 5));
  }

  @Test
  void listsUnprotectedContainersWithReason() throws IOException {
    container("1", "good-container", LAUNCHER, PRIVATE);
    container("2", "plain-container", "", NODE);
    container("3", "good-container", LAUNCHER, NODE);
    container("4", "good-container", "/usr/bin/runc", PRIVATE);
    createdBeforeInstall("4");
    container("5", "good-sandbox", "", NODE);

    assertThat(inventory(_ -> true).snapshot(TASKS, INSTALLED).unprotected())
        .containsExactly(
            new UnprotectedEntry("default", "good", "c", Reason.CreatedBeforeInstall),
            new UnprotectedEntry("default", "good", "c", Reason.NoUserNamespace),
            new UnprotectedEntry("default", "plain", "c", Reason.OtherRuntimeClass));
    assertThat(inventory(namespace -> !namespace.equals("default")).snapshot(TASKS, INSTALLED))
        .extracting(Snapshot::unprotected)
        .isEqualTo(
            List.of(
                new UnprotectedEntry("default", "good", "c", Reason.Exempt),
                new UnprotectedEntry("default", "good", "c", Reason.NoUserNamespace),
                new UnprotectedEntry("default", "plain", "c", Reason.Exempt)));
  }

  /** Containers of Docker, and those that users start with ctr. */
  @Test
  void listsContainerWithoutPodById() throws IOException {
    String id = "0123456789abcdef0123";
    container(id, "good-container", "", NODE);
    Files.writeString(
        node.resolve("run/tasks/" + id + "/config.json"), "{\"process\":{\"a\":[1]}}");
    assertThat(inventory(_ -> true).snapshot(TASKS, INSTALLED).unprotected())
        .containsExactly(new UnprotectedEntry("", "", "0123456789ab", Reason.OtherRuntimeClass));
  }

  @Test
  void returnsEmptySnapshotWithoutContainerd() throws IOException {
    assertThat(inventory(_ -> true).snapshot("/nowhere", INSTALLED)).isEqualTo(Snapshot.NONE);
  }
}
