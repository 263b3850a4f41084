package dev.eci.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.agent.host.HostRoot;
import dev.eci.agent.oci.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  private static final String LAUNCHER = "/opt/eci/bin/eci-runtime";
  private static final String TASKS = "/run/tasks";
  private static final String NODE = "         0          0 4294967295\n";
  private static final String OWN = "         0 1365966848      65536\n";

  @TempDir Path node;
  @TempDir Path proc;

  private void container(String id, String sample, String runtime, String map) throws IOException {
    Path bundle = Files.createDirectories(node.resolve("run/tasks/" + id));
    Files.write(bundle.resolve("config.json"), Samples.config(sample));
    Files.writeString(bundle.resolve("runtime"), runtime);
    Files.writeString(bundle.resolve("init.pid"), id);
    if (!map.isEmpty()) {
      Files.writeString(Files.createDirectories(proc.resolve(id)).resolve("uid_map"), map);
    }
  }

  @Test
  void countsWhatTheKernelSays() throws IOException {
    container("1", "good-container", LAUNCHER, OWN);
    container("2", "good-container", LAUNCHER, OWN);
    container("3", "good-sandbox", LAUNCHER, OWN);
    container("4", "plain-container", "", NODE);
    container("5", "good-sandbox", "", NODE);
    container("6", "good-container", "", OWN);
    container("7", "good-container", LAUNCHER, NODE);
    container("8", "good-container", LAUNCHER, "");
    Files.createDirectories(node.resolve("run/tasks/9"));

    Inventory inventory = new Inventory(new HostRoot(node), proc, LAUNCHER);
    assertThat(inventory.count(TASKS)).isEqualTo(new Counts(2, 3, 5));
    assertThat(inventory.count(TASKS)).isEqualTo(new Counts(2, 3, 5));
  }

  @Test
  void aNodeWithoutEngineHasNone() throws IOException {
    assertThat(new Inventory(new HostRoot(node), proc, LAUNCHER).count("/nowhere"))
        .isEqualTo(Counts.NONE);
  }
}
