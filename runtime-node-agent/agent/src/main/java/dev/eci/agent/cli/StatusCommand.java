package dev.eci.agent.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.agent.dockerhost.HostSocket;
import dev.eci.agent.dockerhost.HostStatus;
import dev.eci.installer.dockerd.DockerInventory.UnprotectedContainer;
import dev.eci.installer.dockerd.DockerState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eci-agent status}: what is protected on this host, and what is not. */
@Command(
    name = "status",
    description = "Tells how this host is protected and which containers are not.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer>, CommandErrorHandler.Stopped {
  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private HostOptions options = new HostOptions();
  @Spec private @Nullable CommandSpec spec;

  /** 0: all is protected; 1: something is not, or it is not known; 3: no agent runs. */
  @Override
  public Integer call() throws IOException {
    PrintWriter out = CommandSpec.class.cast(spec).commandLine().getOut();
    Optional<HostStatus.Content> found = new HostStatus(options.statusFile()).read();
    if (found.isEmpty()) {
      out.println("No agent runs here (%s).".formatted(options.statusFile()));
      return 3;
    }
    HostStatus.Content status = found.get();
    if (json) {
      out.println(
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(status));
    } else {
      print(out, status);
    }
    return isHealthy(status) ? 0 : 1;
  }

  @Override
  public String recoveryHint() {
    return "how this host is protected is not known; run this command as root.";
  }

  private static boolean isHealthy(HostStatus.Content status) {
    DockerState docker = status.docker();
    return status.protection()
        && status.policyProblem().isEmpty()
        && docker.installed()
        && docker.problem().isEmpty()
        && docker.builds().isEmpty()
        && docker.unprotected().isEmpty()
        && status.socket().filtered()
        && status.socket().unfiltered().isEmpty();
  }

  private static void print(PrintWriter out, HostStatus.Content status) {
    DockerState docker = status.docker();
    out.println("agent       " + status.version() + ", pid " + status.pid());
    out.println(
        "protection  " + (status.protection() ? "on" : "OFF: new containers are not protected"));
    out.println("policy      " + status.policyFile() + " " + status.policies());
    if (!status.policyProblem().isEmpty()) {
      out.println("            NOT IN FORCE: " + status.policyProblem());
    }
    status.policyNotes().forEach(note -> out.println("            " + note));
    if (status.images() != null) {
      status.images().forEach(problem -> out.println("image       " + problem));
    }
    out.println(
        "docker      "
            + (docker.installed()
                ? "%s, pid %d, runtime eci in %s"
                    .formatted(docker.version(), docker.pid(), docker.config())
                : "NOT PROTECTED: " + docker.problem()));
    if (docker.installed()) {
      out.println("builds      " + (docker.builds().isEmpty() ? "protected" : docker.builds()));
    }
    HostSocket.State socket = status.socket();
    out.println(
        "socket      "
            + (socket.filtered()
                ? socket.path() + " is filtered"
                : "NOT FILTERED" + (socket.problem().isEmpty() ? "" : ": " + socket.problem())));
    socket
        .unfiltered()
        .forEach(address ->
            out.println(
                "            NOT FILTERED: %s; who reaches it commands the engine, take it out of dockerd's hosts"
                    .formatted(address)));
    out.println(
        "containers  %d protected, %d not"
            .formatted(docker.protectedContainers(), docker.unprotected().size()));
    for (UnprotectedContainer container : docker.unprotected()) {
      out.println(
          "            %s (%s, image %s): %s"
              .formatted(
                  container.name(),
                  container.id().substring(0, Math.min(12, container.id().length())),
                  container.image(),
                  container.because()));
    }
  }
}
