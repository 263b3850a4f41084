// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunPathsTest {
  private static final Pattern CONSTANT =
      Pattern.compile("^pub const ([A-Z_]+): &str = \"([^\"]*)\";$", Pattern.MULTILINE);

  private static Map<String, String> rustConstants() throws IOException {
    Map<String, String> constants = new TreeMap<>();
    Matcher matcher =
        CONSTANT.matcher(Files.readString(Path.of("..", "launcher", "src", "paths.rs")));
    while (matcher.find()) {
      constants.put(matcher.group(1), matcher.group(2));
    }
    return constants;
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Test
  void equalsThePathsOfEciRuntime() throws IOException {
    assertThat(rustConstants())
        .isEqualTo(
            Map.of(
                "AGENT_SOCKET", RunPaths.AGENT_SOCKET,
                "CONTAINERS", RunPaths.CONTAINERS,
                "ROOTFS", RunPaths.ROOTFS,
                "BINDS", RunPaths.BINDS,
                "STATE", RunPaths.STATE,
                "ENGINE_SOCKET", fileName(RunPaths.ENGINE_SOCKET)));
  }

  @Test
  void keepsEngineSocketNextToControlSocketOfHolder() {
    assertThat(Path.of(RunPaths.ENGINE_SOCKET)).hasParentRaw(Path.of(RunPaths.ENGINE_DIRECTORY));
    assertThat(Path.of(RunPaths.HOLDER_SOCKET)).hasParentRaw(Path.of(RunPaths.ENGINE_DIRECTORY));
    assertThat(Path.of(RunPaths.PROXIED_SOCKET)).hasParentRaw(Path.of(RunPaths.PROXIED_DIRECTORY));
  }

  @Test
  void matchesTheLayoutOfTheCreateProtocol() {
    assertThat(RunPaths.rootfs("abc")).isEqualTo("/run/eci/containers/abc/rootfs");
    assertThat(RunPaths.bindSource("abc", 2)).isEqualTo("/run/eci/containers/abc/binds/2");
  }
}
