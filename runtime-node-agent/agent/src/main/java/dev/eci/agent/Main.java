package dev.eci.agent;

import dev.eci.agent.cli.BuildVersion;
import dev.eci.agent.cli.CommandErrorHandler;
import dev.eci.agent.cli.HostOptions;
import dev.eci.agent.cli.IdleHeapTrimmer;
import dev.eci.agent.cli.ProxyCommand;
import dev.eci.agent.cli.RunCommand;
import dev.eci.agent.cli.ShutdownLatch;
import dev.eci.agent.cli.StatusCommand;
import dev.eci.agent.cli.UninstallCommand;
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
    description = "Enhanced Container Isolation: the agent of a node, or of a Docker host.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    subcommands = {
      RunCommand.class,
      ProxyCommand.class,
      StatusCommand.class,
      UninstallCommand.class
    })
public final class Main implements Callable<Integer>, CommandErrorHandler.Stopped {
  private static final Log LOG = Log.of(Main.class);

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
      description = "The launcher to install (${DEFAULT-VALUE}).")
  private Path launcher = Path.of("/");

  @Mixin private HostOptions options = new HostOptions();
  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main())
            .setExecutionExceptionHandler(new CommandErrorHandler())
            .execute(args));
  }

  @Override
  public Integer call() throws IOException {
    CommandLine line = CommandSpec.class.cast(spec).commandLine();
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
      return fail(line.getErr(), "the policy cannot be read: " + CommandErrorHandler.why(e));
    }
    if (check) {
      line.getOut().println(policy + " is valid.");
      policies.state().set().notes().forEach(note -> line.getOut().println("Note: " + note + "."));
      return 0;
    }
    try {
      ShutdownLatch shutdownLatch =
          new ShutdownLatch(DockerHostAgent.start(options, policies, launcher));
      IdleHeapTrimmer.start();
      LOG.info("started", "policy", policy, "version", BuildVersion.format());
      return shutdownLatch.await();
    } catch (UnsupportedHostException e) {
      return fail(line.getErr(), e.userMessage());
    }
  }

  @Override
  public String recoveryHint() {
    return "the agent did not start, and changed nothing of Docker's; on a host that it protects already, containers cannot start before it runs again.";
  }

  private static int fail(PrintWriter err, String sentence) {
    err.println("eci-agent: " + sentence);
    err.flush();
    return 1;
  }
}
