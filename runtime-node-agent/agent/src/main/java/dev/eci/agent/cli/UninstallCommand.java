// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.agent.dockerhost.DockerHostRemover;
import dev.eci.installer.dockerd.DockerContainer;
import dev.eci.installer.dockerd.DockerLocator.LocatedDockerd;
import dev.eci.installer.dockerd.DockerRemover;
import dev.eci.installer.dockerd.UnsupportedHostException;
import dev.eci.support.log.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eci-agent uninstall}: restores Docker. */
@Command(
    name = "uninstall",
    description = "Remove the eci runtime from Docker. Stop the agent first.",
    mixinStandardHelpOptions = true)
final class UninstallCommand implements Callable<Integer>, CommandErrorHandler.Stopped {
  /** Exit code: removed from Docker, but files of ECI stay until Docker is restarted. */
  private static final int RESTART_FIRST = 3;

  @Option(
      names = "--leave-stopped",
      description =
          "Continue even if stopped containers were created under eci; docker cannot start them afterwards.")
  private boolean leaveStopped;

  @Mixin private EngineOptions options = new EngineOptions();
  @Spec private CommandSpec spec;

  /** The last step that was undone, in DockerRemover's words; empty before the first one. */
  private String reached = "";

  /**
   * 0: all is removed; 1: nothing was changed, unless the message says otherwise; 3: restart
   * Docker, then run this command again.
   */
  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Logging.start();
    if (HostOptions.user() != 0) {
      err.println(
          "eci-agent: only root can remove the eci runtime from Docker; nothing was changed, run this command as root.");
      return 1;
    }
    if (options.status().read().isPresent()) {
      err.println("eci-agent: stop the agent first: systemctl disable --now eci-agent");
      return 1;
    }
    try {
      return remove(err);
    } catch (UnsupportedHostException e) {
      err.println("eci-agent: " + e.userMessage());
      return 1;
    }
  }

  private int remove(PrintWriter err) throws IOException, UnsupportedHostException {
    Optional<LocatedDockerd> located = options.locator().find();
    if (located.isEmpty() && !leaveStopped) {
      err.println(
          "eci-agent: dockerd does not run, so it is unknown which stopped containers need the runtime; start it, or give --leave-stopped.");
      return 1;
    }
    DockerRemover.Result result =
        new DockerHostRemover(options.root(), HostOptions.PROC, options.installPaths())
            .remove(located, leaveStopped, step -> reached = step);
    return switch (result) {
      case DockerRemover.Result.InUse inUse -> {
        inUse.containers().forEach(container -> err.println(describe(container)));
        err.println("eci-agent: nothing was changed.");
        yield 1;
      }
      case DockerRemover.Result.Failed failed -> {
        err.println("eci-agent: " + failed.reason());
        yield 1;
      }
      case DockerRemover.Result.RestartFirst _ -> {
        err.println(
            "eci-agent: containers are as before; builds still call eci-runtime, and fail, until docker is restarted without DOCKER_BUILDKIT_RUNC_COMMAND in its environment (with systemd: systemctl restart docker). Then run this command again to remove the last files.");
        yield RESTART_FIRST;
      }
      case DockerRemover.Result.Done done -> {
        done.leftStopped()
            .forEach(container ->
                err.println(
                    "%s names runtime eci, which docker does not know any more: remove it (docker rm), and create it again without the runtime."
                        .formatted(container.describe())));
        err.println("eci-agent: removed; docker is as it was before.");
        yield 0;
      }
    };
  }

  @Override
  public String recoveryHint() {
    String done =
        switch (reached) {
          case "" -> "docker's configuration and its socket were not changed";
          case "drop-in", "unloading", "reload" ->
              "docker's systemd settings are as before, but its daemon.json is not, and neither the files of ECI nor the proxied socket were removed";
          case "daemon.json", "runtime.conf", "launcher" ->
              "docker's configuration is as before, but not all files of ECI were removed, and its socket is still the proxied one";
          default ->
              "docker's configuration is as before and the files of ECI are removed, but its socket is still the proxied one";
        };
    return done + "; fix that, and run this command again as root.";
  }

  private static String describe(DockerContainer container) {
    return container.running()
        ? "%s runs under eci: stop and remove it.".formatted(container.describe())
        : "%s is stopped and could not be started again: remove it (docker rm), or give --leave-stopped."
            .formatted(container.describe());
  }
}
