// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.agent.kubernetes.KubernetesAgent;
import dev.eci.installer.handler.Installer;
import dev.eci.support.log.Log;
import dev.eci.support.log.Logging;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code eci-agent run}: what the DaemonSet starts on each node. */
@Command(
    name = "run",
    description = "Install eci on this node, serve eci-runtime, and report the node's status.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer>, CommandErrorHandler.Stopped {
  private static final Log LOG = Log.of(RunCommand.class);

  @Option(
      names = "--node-name",
      required = true,
      defaultValue = "${env:NODE_NAME}",
      description = "Name of this Node object (NODE_NAME).")
  private String nodeName = "";

  @Option(
      names = "--host-root",
      defaultValue = "${env:HOST_ROOT:-/host}",
      description =
          "Where the node's root directory is mounted; / directly on the node (${DEFAULT-VALUE}).")
  private Path hostRoot = Path.of("/host");

  @Option(
      names = "--socket",
      defaultValue = "${env:ECI_SOCKET:-" + RunPaths.AGENT_SOCKET + "}",
      description = "Path on the node at which eci-runtime finds the agent (${DEFAULT-VALUE}).")
  private String socket = "";

  @Option(
      names = "--launcher",
      defaultValue = "${env:ECI_LAUNCHER:-/opt/eci-image/eci-runtime}",
      description = "The eci-runtime binary in this image (${DEFAULT-VALUE}).")
  private Path launcher = Path.of("/");

  @Option(
      names = "--metrics-port",
      defaultValue = "${env:ECI_METRICS_PORT:-9464}",
      description = "Port at which Prometheus finds /metrics, on all addresses (${DEFAULT-VALUE}).")
  private int metricsPort;

  @Option(
      names = "--range-pool",
      defaultValue = "${env:ECI_RANGE_POOL:-}",
      description = HostOptions.RANGE_POOL_HELP)
  private String rangePool = "";

  @Override
  public Integer call() throws IOException {
    Logging.start();
    ShutdownLatch shutdown =
        new ShutdownLatch(
            KubernetesAgent.start(
                new KubernetesAgent.Options(
                    nodeName,
                    hostRoot,
                    new Installer.Settings(launcher, socket, BuildVersion.format()),
                    new InetSocketAddress(metricsPort),
                    rangePool)));
    IdleHeapTrimmer.start();
    LOG.info("started", "node", nodeName, "version", BuildVersion.format());
    return shutdown.await();
  }

  @Override
  public String recoveryHint() {
    return "the agent exits, and what it installed stays; pods with the runtime class eci cannot start on this node until an agent runs again.";
  }
}
