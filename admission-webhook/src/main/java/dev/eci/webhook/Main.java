// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook;

import dev.eci.webhook.standalone.StandaloneCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/**
 * Without arguments, the webhook serves the cluster that it runs in. With {@code --policy FILE}, it
 * serves without a cluster. With {@code check}, it serves nothing and evaluates pods once.
 */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... args) {
    if (args.length == 0) {
      Quarkus.run();
      return;
    }
    System.exit(new CommandLine(new StandaloneCommand(Quarkus::run)).execute(args));
  }
}
