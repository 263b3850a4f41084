// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerUserTest {
  private static final Map<String, String> FILES =
      Map.of(
          "/etc/passwd",
          """
          root:x:0:0:root:/root:/bin/sh
          short:x

          app:x:1000:1001::/:/bin/sh
          app:x:0:0::/:/bin/sh
          odd:x:-5:99999999999::/:/bin/sh
          77:x:5:6::/:/bin/sh
          """,
          "/etc/group",
          "ops:x:50:app\n");

  @ParameterizedTest
  @CsvSource({
    "app, 1000, 1001",
    "app:ops, 1000, 50",
    "app:7, 1000, 7",
    "1000, 1000, 1001",
    "1000:, 1000, 1001",
    "77, 77, 0",
    ":ops, 0, 50",
    ":9, 0, 9",
    "odd, 0, 0",
  })
  void resolvesUserAsEnginesDo(String user, long uid, long gid) throws IOException {
    assertThat(ContainerUser.of(user, FILES::get)).contains(new ContainerUser(uid, gid));
  }

  @ParameterizedTest
  @CsvSource({"absent", "app:none", "4294967296", "short"})
  void rejectsUnknownUser(String user) throws IOException {
    assertThat(ContainerUser.of(user, FILES::get)).isEqualTo(Optional.empty());
  }

  /** Images from scratch have no such files. */
  @Test
  void resolvesNumbersWithoutFiles() throws IOException {
    ContainerUser.FileReader none =
        path -> {
          throw new IOException(path);
        };
    assertThat(ContainerUser.of("1000", none)).contains(new ContainerUser(1000, 0));
    assertThat(ContainerUser.of("1000:5", none)).contains(new ContainerUser(1000, 5));
  }
}
