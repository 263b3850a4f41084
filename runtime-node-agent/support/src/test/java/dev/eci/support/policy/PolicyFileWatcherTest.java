// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.file.InvalidPolicyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileWatcherTest {
  private static final String HEAD =
      "apiVersion: eci.dev/v1alpha1\nkind: EciPolicy\nmetadata: {name: one}\n";

  @TempDir Path directory;

  @Test
  void keepsLastValidVersionInForce() throws IOException, InvalidPolicyFileException {
    Path file = Files.writeString(directory.resolve("policy.yaml"), HEAD + "spec: {}\n");
    PolicyFileWatcher watched = PolicyFileWatcher.open(file);

    Files.writeString(file, HEAD + "spec: {mode: Nonsense}\n");
    assertThat(watched.reloadIfChanged()).isFalse();
    assertThat(watched.policies().valid()).hasSize(1);
    assertThat(watched.state().problem()).contains("spec.mode");
    Files.delete(file);
    assertThat(watched.reloadIfChanged()).isFalse();
    assertThat(watched.policies().valid()).hasSize(1);

    // a ConfigMap's volume changes by replacing a link
    Path next =
        Files.writeString(directory.resolve("next"), HEAD.replace("one", "two") + "spec: {}\n");
    Path link = Files.createSymbolicLink(directory.resolve("link"), next);
    Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(watched.reloadIfChanged()).isTrue();
    assertThat(watched.policies().valid()).extracting(p -> p.name()).containsExactly("two");
    assertThat(watched.state().problem()).isEmpty();
  }
}
