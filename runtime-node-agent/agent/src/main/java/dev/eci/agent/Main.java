// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent;

import dev.eci.agent.cli.AgentCommand;

/** The entry point of {@code eci-agent}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(AgentCommand.execute(args));
  }
}
