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

class NosuidPlacesTest {
  @TempDir Path state;
  @TempDir Path shared;

  private NosuidMountList places(NodeCommands commands) {
    return new NosuidMountList(commands, "/opt/eci/bin/eci-runtime", state.resolve("eci/nosuid"));
  }

  @Test
  void areMountedAgainByTheNextAgent() throws IOException {
    List<List<String>> ran = new ArrayList<>();
    NodeCommands commands =
        (_, command) -> {
          ran.add(command);
          return new CommandResult(0, "", "");
        };
    places(commands).restore();
    places(commands).at(shared.toString());
    places(commands).at("/nowhere/any/more");
    places(commands).at(shared.toString());
    ran.clear();

    assertThat(places(commands).isOurs(shared.toString())).isTrue();
    assertThat(places(commands).isOurs("/srv")).isFalse();
    places(commands).restore();
    assertThat(ran)
        .containsExactly(List.of("/opt/eci/bin/eci-runtime", "--eci-nosuid", shared.toString()));
    assertThat(Files.readAllLines(state.resolve("eci/nosuid"))).hasSize(2);
  }

  @Test
  void failAloud() {
    NosuidMountList places = places((_, _) -> new CommandResult(1, "", "cannot"));
    assertThatThrownBy(() -> places.at("/srv")).hasMessageContaining("cannot");
    assertThatThrownBy(() -> places.at("/srv/a\n/etc")).isInstanceOf(IOException.class);
  }
}
