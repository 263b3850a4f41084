// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.agent.dockerhost.HostMetricsServer;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.metrics.MetricsServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class MetricsOptionsTest {
  @Command(name = "it")
  private static final class It {
    @Mixin private MetricsOptions metrics = new MetricsOptions();
  }

  private static Optional<MetricsServer> served(String... words) {
    It it = new It();
    new CommandLine(it).parseArgs(words);
    return HostMetricsServer.start(it.metrics.address(), new Metrics());
  }

  @Test
  void startsNoServerWithoutAddress() {
    assertThat(served()).isEmpty();
  }

  @Test
  void startsWithoutMetricsWhenPortIsTaken() {
    MetricsServer first = served("--metrics-addr", "127.0.0.1:0").orElseThrow();
    try {
      assertThat(first.port()).isPositive();
      assertThat(served("--metrics-addr", "127.0.0.1:" + first.port())).isEmpty();
    } finally {
      first.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "9464", "127.0.0.1:99999", "::1:9464", "127.0.0.1:"})
  void rejectsMalformedMetricsAddress(String text) {
    assertThatThrownBy(() -> served("--metrics-addr", text))
        .hasMessageContaining("--metrics-addr is ADDRESS:PORT");
  }
}
