package dev.eci.agent.cli;

import dev.eci.support.log.Log;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.metrics.MetricsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a Docker host's agent is scraped, as dockerd's own {@code metrics-addr} says it. */
public final class MetricsOptions {
  private static final Log LOG = Log.of(MetricsOptions.class);
  private static final Pattern ADDRESS = Pattern.compile("(\\[[^\\]]+\\]|[^:\\[\\]]+):(\\d{1,5})");
  private static final int LAST_PORT = 65535;

  private Optional<InetSocketAddress> address = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  // a setter: what is wrong with it is said before anything starts
  @Option(
      names = "--metrics-addr",
      defaultValue = "${env:ECI_METRICS_ADDR:-}",
      paramLabel = "ADDRESS:PORT",
      description =
          "Serve Prometheus /metrics there, such as 127.0.0.1:9464; not served if not given.")
  void address(String text) {
    address = text.isEmpty() ? Optional.empty() : Optional.of(parsed(text));
  }

  /**
   * Serves what counts the agent's decisions, if it was asked for. A port that is taken keeps
   * nobody from being protected: the log says so.
   */
  public Optional<MetricsServer> serve(Metrics metrics) {
    if (address.isEmpty()) {
      return Optional.empty();
    }
    InetSocketAddress at = address.get();
    try {
      MetricsServer server = MetricsServer.start(at, metrics);
      LOG.info("serving metrics", "address", at);
      return Optional.of(server);
    } catch (IOException e) {
      LOG.warn("metrics are not served", "address", at, "error", e.getMessage());
      return Optional.empty();
    }
  }

  private InetSocketAddress parsed(String text) {
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > LAST_PORT) {
      throw new ParameterException(
          CommandSpec.class.cast(spec).commandLine(),
          "--metrics-addr is ADDRESS:PORT, such as 127.0.0.1:9464: " + text);
    }
    return new InetSocketAddress(
        parts.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group(2)));
  }
}
