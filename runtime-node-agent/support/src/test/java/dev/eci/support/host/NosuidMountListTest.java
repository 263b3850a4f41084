// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NosuidMountListTest {
  @TempDir Path state;
  @TempDir Path shared;

  private NosuidMountList mountList(NodeCommands commands) {
    return new NosuidMountList(
        commands, () -> "/opt/eci/bin/eci-runtime", state.resolve("eci/nosuid"));
  }

  @Test
  void remountsRecordedDirectoriesOnRestore() throws IOException {
    List<List<String>> ran = new ArrayList<>();
    NodeCommands commands =
        (_, command) -> {
          ran.add(command);
          return new CommandResult(0, "", "");
        };
    mountList(commands).restore();
    mountList(commands).remount(shared.toString());
    mountList(commands).remount("/nowhere/any/more");
    mountList(commands).remount(shared.toString());
    ran.clear();

    assertThat(mountList(commands).isManaged(shared.toString())).isTrue();
    assertThat(mountList(commands).isManaged("/srv")).isFalse();
    mountList(commands).restore();
    assertThat(ran)
        .containsExactly(List.of("/opt/eci/bin/eci-runtime", "--eci-nosuid", shared.toString()));
    assertThat(Files.readAllLines(state.resolve("eci/nosuid"))).hasSize(2);
  }

  @Test
  void reportsRemountFailure() {
    NosuidMountList places = mountList((_, _) -> new CommandResult(1, "", "cannot"));
    assertThatThrownBy(() -> places.remount("/srv")).hasMessageContaining("cannot");
    assertThatThrownBy(() -> places.remount("/srv/a\n/etc")).isInstanceOf(IOException.class);
  }
}
