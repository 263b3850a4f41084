// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.agent.dockerhost.StandaloneProxy;
import dev.eci.crds.file.InvalidPolicyFileException;
import dev.eci.support.host.HostRoot;
import dev.eci.support.log.Log;
import dev.eci.support.log.Logging;
import dev.eci.support.policy.PolicyFileWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eci-agent proxy}: only the Docker socket proxy, in the foreground. */
@Command(
    name = "proxy",
    description = "Serve a proxied Docker socket that enforces a policy, and do nothing else.",
    mixinStandardHelpOptions = true)
final class ProxyCommand implements Callable<Integer>, CommandErrorHandler.Stopped {
  private static final Log LOG = Log.of(ProxyCommand.class);

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "EciPolicy YAML, or an admin-settings.json; reloaded when it changes.")
  private Path policy = Path.of("/");

  @Option(
      names = "--upstream",
      defaultValue = "/var/run/docker.sock",
      paramLabel = "SOCKET",
      description = "Path of the engine's socket (${DEFAULT-VALUE}).")
  private Path upstream = Path.of("/");

  @Option(
      names = "--as-container",
      paramLabel = "IMAGE",
      description = "Treat every caller as a container of IMAGE, to try out command lists.")
  private @Nullable String asContainer;

  @Option(
      names = "--images",
      paramLabel = "FILE",
      description = "File that caches resolved image digests (default: next to the socket).")
  private @Nullable Path imagesFile;

  @Mixin private ListenOptions listen = new ListenOptions();
  @Mixin private RegistryOptions registries = new RegistryOptions();
  @Mixin private MetricsOptions metrics = new MetricsOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Logging.start();
    PolicyFileWatcher policies;
    try {
      policies = PolicyFileWatcher.open(policy);
    } catch (InvalidPolicyFileException e) {
      spec.commandLine()
          .getErr()
          .println("eci-agent: " + policy + " is not valid: " + e.getMessage());
      return 1;
    }
    if (asContainer == null) {
      warnUnlessRoot();
    }
    StandaloneProxy proxy =
        StandaloneProxy.start(
            new StandaloneProxy.Settings(
                new HostRoot(Path.of("/")),
                HostOptions.PROC,
                listen.listen(),
                upstream,
                Optional.ofNullable(asContainer),
                metrics.address()),
            policies,
            registries.images(policies, imagesFile()));
    return new ShutdownLatch(proxy).await();
  }

  private Path imagesFile() {
    Path socket = listen.socket();
    return imagesFile == null
        ? socket.resolveSibling(socket.getFileName() + ".images.json")
        : imagesFile;
  }

  /** Without root, the kernel hides processes of other users, so they cannot be identified. */
  private static void warnUnlessRoot() throws IOException {
    int user = HostOptions.user();
    if (user != 0) {
      LOG.warn(
          "not run as root: processes of other users cannot be identified, and their requests are denied",
          "user",
          user);
    }
  }

  @Override
  public String recoveryHint() {
    return "the proxy does not run, and nothing listens at %s; the engine's own socket is unchanged."
        .formatted(listen.socket());
  }
}
