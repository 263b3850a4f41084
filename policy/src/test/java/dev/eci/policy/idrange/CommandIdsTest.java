// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandIdsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("UID_", "70001", "NAME", "app", "EVIL", "$0 70000");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "chown 70000 /x | 70000",
        "chown -R 70000:80000 /x /y | 70000 80000",
        "chown --recursive -h app:80000 /x | 80000",
        "chown :80000 /x && chgrp 90000 /y | 80000 90000",
        "chown 70000.80000 /x | 70000 80000",
        "chown \"70000:70000\" /x | 70000",
        "mkdir /x; chown $UID_:${UID_} /x | 70001",
        "useradd -u 1234567 -g 7654321 app | 1234567 7654321",
        "adduser --uid 70000 --gid=80000 app | 70000 80000",
        "addgroup -g 70000 app | 70000",
        "install -d -o 70000 -g70000 /x | 70000",
        "setpriv --reuid=70000 --regid 80000 id | 70000 80000",
        "exec gosu 70000:80000 id | 70000 80000",
        "chown 1000:65535 /x | -",
        "chown 2147483648 /x | -",
        "chown app /70000 | -",
        "chown $NAME:$OTHER $EVIL | -",
        "chown 70000x /x | -",
        "curl https://host/v20240611/f -o 20240611.tgz | -",
        "echo 70000 > /x | -",
        "chown | -",
      })
  void findsIds(String command, String expected) {
    assertThat(CommandIds.of(List.of("/bin/sh", "-c", command), ENVIRONMENT))
        .isEqualTo(
            expected == null
                ? Set.of()
                : Stream.of(expected.split(" ")).map(Long::valueOf).collect(Collectors.toSet()));
  }

  @Test
  void findsAccounts() {
    assertThat(
            CommandIds.ofAccounts(
                """
                root:x:0:0:root:/root:/bin/sh
                app:x:1234567:7654321:70000:/:/bin/sh
                user:x:1000:80000::/:
                # nfs:x:4294967294:4294967294::/:
                nfs:x:4294967294:65534::/:
                broken:x
                """))
        .containsExactlyInAnyOrder(1_234_567L, 7_654_321L, 80_000L);
    assertThat(CommandIds.ofAccounts("root:x:0:\nteam:x:90000:app,70000\nlast:!:95000:"))
        .containsExactlyInAnyOrder(90_000L, 95_000L);
    assertThat(CommandIds.ofAccounts("")).isEmpty();
  }

  @Test
  void staysWithinWindows() {
    assertThat(
            CommandIds.withWishes(
                65536,
                List.of(0L, 70_000L),
                List.of(1_000_000L, 70_001L, 2_000_000L, 3_000_000L, 4_000_000L)))
        .containsExactly(0L, 70_000L, 70_001L, 1_000_000L, 2_000_000L, 3_000_000L);
    assertThat(CommandIds.withWishes(131_072, List.of(0L), List.of(70_000L)))
        .containsExactly(0L, 70_000L);
  }

  @Test
  void readsLongCommandsInShortTime() {
    for (String part : List.of("chown ", " ", "chown -", "$", "-u 7")) {
      assertThat(CommandIds.of(List.of("chown" + part.repeat(1 << 20)), Map.of())).isEmpty();
    }
  }
}
