// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where Prometheus scrapes the agent of a Docker host, in the form of dockerd's metrics-addr. */
final class MetricsOptions {
  private static final Pattern ADDRESS = Pattern.compile("(\\[[^\\]]+\\]|[^:\\[\\]]+):(\\d{1,5})");
  private static final int LAST_PORT = 65535;

  private Optional<InetSocketAddress> address = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  // a setter, so that an invalid address is reported before anything starts
  @Option(
      names = "--metrics-addr",
      defaultValue = "${env:ECI_METRICS_ADDR:-}",
      paramLabel = "ADDRESS:PORT",
      description =
          "Serve Prometheus /metrics at this address, such as 127.0.0.1:9464 (default: not served).")
  void address(String text) {
    address = text.isEmpty() ? Optional.empty() : Optional.of(parsed(text));
  }

  /** Empty if metrics are not served. */
  Optional<InetSocketAddress> address() {
    return address;
  }

  private InetSocketAddress parsed(String text) {
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > LAST_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--metrics-addr is ADDRESS:PORT, such as 127.0.0.1:9464: " + text);
    }
    return new InetSocketAddress(
        parts.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group(2)));
  }
}
