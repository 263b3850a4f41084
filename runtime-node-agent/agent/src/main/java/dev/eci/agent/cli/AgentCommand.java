// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.agent.dockerhost.DockerHostAgent;
import dev.eci.crds.file.InvalidPolicyFileException;
import dev.eci.installer.dockerd.UnsupportedHostException;
import dev.eci.support.log.Log;
import dev.eci.support.log.Logging;
import dev.eci.support.policy.PolicyFileWatcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eci-agent}: with a policy file the agent of a Docker host, else one of its commands. */
@Command(
    name = "eci-agent",
    description = "Enhanced Container Isolation: the agent of a Kubernetes node or a Docker host.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    subcommands = {
      RunCommand.class,
      ProxyCommand.class,
      StatusCommand.class,
      UninstallCommand.class
    })
public final class AgentCommand implements Callable<Integer>, CommandErrorHandler.Stopped {
  private static final Log LOG = Log.of(AgentCommand.class);

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "Protect this host's Docker Engine by FILE: EciPolicy YAML, or an admin-settings.json.")
  private @Nullable Path policy;

  @Option(names = "--check", description = "Only check FILE.")
  private boolean check;

  @Option(
      names = "--launcher",
      defaultValue = "${env:ECI_LAUNCHER:-/opt/eci/agent/libexec/eci-runtime}",
      description = "The eci-runtime binary to install (${DEFAULT-VALUE}).")
  private Path launcher = Path.of("/");

  @Mixin private HostOptions options = new HostOptions();
  @Spec private CommandSpec spec;

  private AgentCommand() {}

  /** Runs the command line and returns the exit code. */
  public static int execute(String... args) {
    return new CommandLine(new AgentCommand())
        .setExecutionExceptionHandler(new CommandErrorHandler())
        .execute(args);
  }

  @Override
  public Integer call() throws IOException {
    CommandLine line = spec.commandLine();
    if (policy == null) {
      throw new ParameterException(line, "Give --policy FILE, or one of the commands.");
    }
    if (check) {
      Logging.off();
    } else {
      Logging.start();
    }
    PolicyFileWatcher policies;
    try {
      policies = PolicyFileWatcher.open(policy);
    } catch (InvalidPolicyFileException e) {
      return fail(line.getErr(), policy + " is not valid: " + e.getMessage());
    } catch (IOException e) {
      return fail(line.getErr(), "cannot read the policy: " + CommandErrorHandler.reason(e));
    }
    if (check) {
      line.getOut().println(policy + " is valid.");
      policies.state().set().notes().forEach(note -> line.getOut().println("Note: " + note + "."));
      return 0;
    }
    try {
      ShutdownLatch shutdown =
          new ShutdownLatch(
              DockerHostAgent.start(
                  options.settings(launcher), policies, options.images(policies)));
      IdleHeapTrimmer.start();
      LOG.info("started", "policy", policy, "version", BuildVersion.format());
      return shutdown.await();
    } catch (UnsupportedHostException e) {
      return fail(line.getErr(), e.userMessage());
    }
  }

  @Override
  public String recoveryHint() {
    return "the agent did not start, and changed nothing in Docker; on a host that it already protects, containers cannot start until it runs again.";
  }

  private static int fail(PrintWriter err, String message) {
    err.println("eci-agent: " + message);
    err.flush();
    return 1;
  }
}
