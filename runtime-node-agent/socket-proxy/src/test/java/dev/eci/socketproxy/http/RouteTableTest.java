// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTableTest {
  /** As Linux 6.18 writes them. */
  private static final String IPV4 =
      """
      Main:
        +-- 0.0.0.0/0 3 0 5
           |-- 0.0.0.0
              /0 universe UNICAST
           +-- 10.231.0.0/30 2 0 1
              |-- 10.231.0.0
                 /30 link UNICAST
              |-- 10.231.0.1
                 /32 host LOCAL
           |-- 10.0.0.0
              /8 universe UNICAST
              /16 link UNREACHABLE
      """;

  private static final String IPV6 =
      """
      fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
      00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
      00000000000000000000000000000001 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000003 00000000 80200001       lo
      """;

  @TempDir Path network;

  @Test
  void readsRoutesOfAllTables() throws IOException {
    Files.writeString(network.resolve("fib_trie"), IPV4);
    Files.writeString(network.resolve("ipv6_route"), IPV6);
    assertThat(RouteTable.read(network))
        .extracting(IpPrefix::toString)
        .containsExactly(
            "10.231.0.0/30",
            "10.231.0.1/32",
            "10.0.0.0/8",
            "10.0.0.0/16",
            "fd00:0:0:0:0:0:0:0/64",
            "0:0:0:0:0:0:0:1/128");
    Files.delete(network.resolve("ipv6_route"));
    assertThat(RouteTable.read(network)).hasSize(4);
  }

  @Test
  void readsRoutesOfThisKernel() throws IOException {
    assertThat(RouteTable.read(Path.of("/proc/self/net")))
        .extracting(IpPrefix::toString)
        .contains("127.0.0.0/8");
  }
}
