package dev.eci.agent;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code eci-agent}. */
@Command(
    name = "eci-agent",
    description = "Enhanced Container Isolation: the agent of a node.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = RunCommand.class)
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
