// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sandbox without a user namespace of the CRI, in the network that the CRI made. */
class StripUnownedSysctlsTest {
  private static final String PORTS = "net.ipv4.ip_unprivileged_port_start";
  private static final String PING = "net.ipv4.ping_group_range";

  @TempDir Path node;

  private RewrittenSpec rewrite(String network, Map<String, String> sysctls, long ids)
      throws Exception {
    JsonNode config = JsonMapper.builder().build().readTree(SpecSamples.config("docker-29"));
    ObjectNode sysctl = ((ObjectNode) config.path("linux")).putObject("sysctl");
    sysctls.forEach(sysctl::put);
    for (JsonNode namespace : config.at("/linux/namespaces")) {
      if (namespace.path("type").asText().equals("network")) {
        ((ObjectNode) namespace).put("path", network);
      }
    }
    ((ObjectNode) config.at("/root")).put("path", "/rootfs");
    ((ObjectNode) config).putArray("mounts");
    return SpecSamples.rewriter(node)
        .prepare(
            new ContainerBundle("x", "/b"),
            SpecSamples.parse(config.toString().getBytes(StandardCharsets.UTF_8)),
            new MountTable("21 1 8:1 / / rw - ext4 /dev/a rw".getBytes(StandardCharsets.UTF_8)),
            ids)
        .complete(false);
  }

  /** However wide the range is, to which the groups would be cut. */
  @ParameterizedTest
  @ValueSource(longs = {65536, 8388608})
  void leavesDefaultsOfKeptNetworkToEciRuntime(long ids) throws Exception {
    Map<String, String> defaults = Map.of(PORTS, "0", PING, "0 2147483647");
    RewrittenSpec rewritten = rewrite("/var/run/netns/cni-1", defaults, ids);

    assertThat(rewritten.plan().network())
        .contains(new NetworkSysctls("/var/run/netns/cni-1", defaults));
    assertThat(rewritten.notices()).isEmpty();
    assertThat(new String(rewritten.config().bytes(), StandardCharsets.UTF_8))
        .doesNotContain(PORTS)
        .doesNotContain(PING);
  }

  @Test
  void rejectsSysctlThatIsNoDefault() {
    assertThatThrownBy(() -> rewrite("/var/run/netns/cni-1", Map.of(PORTS, "80"), 65536))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining(PORTS);
  }

  @Test
  void leavesSysctlsOfOwnNetworkInConfiguration() throws Exception {
    RewrittenSpec rewritten = rewrite("", Map.of(PORTS, "80"), 65536);

    assertThat(rewritten.plan().network()).isEmpty();
    assertThat(new String(rewritten.config().bytes(), StandardCharsets.UTF_8)).contains(PORTS);
  }
}
