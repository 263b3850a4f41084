// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.agent.dockerhost.HostStatus;
import dev.eci.installer.dockerd.DockerState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eci-agent status}: what is protected on this host, and what is not. */
@Command(
    name = "status",
    description = "Show protection status and unprotected containers.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer>, CommandErrorHandler.Stopped {
  @Option(names = "--json", description = "Print the status as JSON.")
  private boolean json;

  @Mixin private AgentSocketOption options = new AgentSocketOption();
  @Spec private CommandSpec spec;

  /** 0: all is protected; 1: something is not, or it is unknown; 3: no agent runs. */
  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    HostStatus file = options.status();
    Optional<HostStatus.Content> found = file.read();
    if (found.isEmpty()) {
      out.println("No running agent found (%s).".formatted(file.file()));
      return 3;
    }
    HostStatus.Content status = found.get();
    if (json) {
      out.println(
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(status));
    } else {
      StatusPrinter.print(out, status);
    }
    return isHealthy(status) ? 0 : 1;
  }

  @Override
  public String recoveryHint() {
    return "the protection status of this host is unknown; run this command as root.";
  }

  private static boolean isHealthy(HostStatus.Content status) {
    DockerState docker = status.docker();
    return status.protection()
        && status.policyProblem().isEmpty()
        && docker.installed()
        && docker.problem().isEmpty()
        && docker.builds().isEmpty()
        && docker.unprotected().isEmpty()
        && status.socket().proxied()
        && status.socket().otherAddresses().isEmpty();
  }
}
