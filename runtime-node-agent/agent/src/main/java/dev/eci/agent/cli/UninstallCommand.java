package dev.eci.agent.cli;

import dev.eci.agent.dockerhost.HostStatus;
import dev.eci.installer.dockerd.DockerContainer;
import dev.eci.installer.dockerd.DockerLocator.LocatedDockerd;
import dev.eci.installer.dockerd.DockerRemover;
import dev.eci.installer.dockerd.UnsupportedHostException;
import dev.eci.socketproxy.takeover.SocketGuard;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.host.ProcessCommands;
import dev.eci.support.log.Logging;
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

/** {@code eci-agent uninstall}: Docker as it was before. */
@Command(
    name = "uninstall",
    description = "Takes our runtime out of Docker again. Stop the agent first.",
    mixinStandardHelpOptions = true)
public final class UninstallCommand implements Callable<Integer>, CommandErrorHandler.Stopped {
  private static final String SOCKET = "/run/docker.sock";

  /** Exit code: out of Docker, but files of ours stay until it was restarted. */
  private static final int RESTART_FIRST = 3;

  @Option(
      names = "--leave-stopped",
      description =
          "Go on although stopped containers were created under eci; docker cannot start them afterwards.")
  private boolean leaveStopped;

  @Mixin private HostOptions options = new HostOptions();
  @Spec private @Nullable CommandSpec spec;

  /** What was undone last, as DockerRemover calls it; empty before it begins. */
  private String reached = "";

  /**
   * 0: all is gone; 1: nothing was changed, unless it says otherwise; 3: restart docker, then once
   * more.
   */
  @Override
  public Integer call() throws IOException {
    PrintWriter err = CommandSpec.class.cast(spec).commandLine().getErr();
    Logging.start();
    if (HostOptions.user() != 0) {
      err.println(
          "eci-agent: only root can take our runtime out of Docker; nothing was changed, run this command as root.");
      return 1;
    }
    if (new HostStatus(options.statusFile()).read().isPresent()) {
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
    HostRoot root = options.root();
    NodeCommands commands = ProcessCommands.direct();
    Optional<LocatedDockerd> located = options.locator().find();
    if (located.isEmpty() && !leaveStopped) {
      err.println(
          "eci-agent: dockerd does not run, so it is not known which stopped containers need the runtime; start it, or give --leave-stopped.");
      return 1;
    }
    DockerRemover.Result result =
        DockerRemover.removeFrom(
            root, options.installPaths(), commands, located, leaveStopped, step -> reached = step);
    if (!(result instanceof DockerRemover.Result.InUse)) {
      SocketGuard.restore(
          new SocketPaths(root),
          commands,
          located.map(LocatedDockerd::publicSocket).orElse(SOCKET));
    }
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
            "eci-agent: containers are as before; builds still call our launcher, and fail, until docker is restarted without DOCKER_BUILDKIT_RUNC_COMMAND in its environment (with systemd: systemctl restart docker). Then run this command again for the last files.");
        yield RESTART_FIRST;
      }
      case DockerRemover.Result.Done _ -> {
        err.println("eci-agent: removed; docker is as it was before.");
        yield 0;
      }
    };
  }

  @Override
  public String recoveryHint() {
    String done =
        switch (reached) {
          case "" -> "nothing was changed of docker's configuration and of its socket";
          case "drop-in", "unloading", "reload" ->
              "what systemd starts docker with is as it was before, but its daemon.json is not, and neither our files nor the filtered socket were removed";
          case "daemon.json", "runtime.conf", "launcher" ->
              "docker's configuration is as it was before, but not all of our files were removed, and its socket is still the filtered one";
          default ->
              "docker's configuration is as it was before and our files are gone, but its socket is still the filtered one";
        };
    return done + "; put that right, and run this command again as root.";
  }

  private static String describe(DockerContainer container) {
    return container.running()
        ? "%s runs under eci: stop and remove it.".formatted(container.describe())
        : "%s is stopped and could not be started again: remove it (docker rm), or give --leave-stopped."
            .formatted(container.describe());
  }
}
