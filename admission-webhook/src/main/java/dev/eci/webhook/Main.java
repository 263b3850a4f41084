package dev.eci.webhook;

import dev.eci.webhook.standalone.StandaloneCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/**
 * Without arguments the webhook of the cluster that it runs in; with {@code --policy FILE} the same
 * webhook without a cluster; with {@code check} nothing is served and pods are judged once.
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
