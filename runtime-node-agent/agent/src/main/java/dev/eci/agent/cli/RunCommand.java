package dev.eci.agent.cli;

import dev.eci.agent.kubernetes.KubernetesAgent;
import dev.eci.support.log.Log;
import dev.eci.support.log.Logging;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code eci-agent run}: what the DaemonSet starts on each node. */
@Command(
    name = "run",
    description = "Installs the runtime on this node, serves it, and reports.",
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer>, CommandErrorHandler.Stopped {
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
      description = "Path on the node at which the launcher finds the agent (${DEFAULT-VALUE}).")
  private String socket = "";

  @Option(
      names = "--launcher",
      defaultValue = "${env:ECI_LAUNCHER:-/opt/eci-image/eci-runtime}",
      description = "The launcher in this image (${DEFAULT-VALUE}).")
  private Path launcher = Path.of("/");

  @Option(
      names = "--namespace",
      defaultValue = "${env:ECI_NAMESPACE:-eci-system}",
      description = "The agent's own namespace, for its log (${DEFAULT-VALUE}).")
  private String namespace = "";

  @Option(
      names = "--metrics-port",
      defaultValue = "${env:ECI_METRICS_PORT:-9464}",
      description = "Port at which Prometheus finds /metrics, on all addresses (${DEFAULT-VALUE}).")
  private int metricsPort;

  @Option(
      names = "--range-pool",
      defaultValue = "${env:ECI_RANGE_POOL:-}",
      description =
          "Ids for containers, BASE:COUNT, unless /etc/subuid and /etc/subgid have a line of the owner eci.")
  private String rangePool = "";

  @Override
  public Integer call() throws IOException {
    Logging.start();
    CountDownLatch ended = new CountDownLatch(1);
    KubernetesAgent kubernetesAgent =
        KubernetesAgent.start(
            new KubernetesAgent.Options(
                nodeName,
                hostRoot,
                socket,
                launcher,
                BuildVersion.format(),
                new InetSocketAddress(metricsPort),
                rangePool));
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  kubernetesAgent.close();
                  ended.countDown();
                }));
    IdleHeapTrimmer.start();
    LOG.info("started", "node", nodeName, "namespace", namespace, "version", BuildVersion.format());
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  @Override
  public String recoveryHint() {
    return "the agent ends, and what it installed stays; pods under the runtime class eci cannot start on this node before one runs.";
  }
}
