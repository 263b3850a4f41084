// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;

/**
 * Runs the operator, or with the argument {@code uninstall} the uninstall mode, whose exit code
 * says whether every node is clean.
 */
@QuarkusMain
public class Main implements QuarkusApplication {
  private static final Logger LOG = Logger.getLogger(Main.class);
  private static final int USAGE = 2;

  private final OperatorProcess process;

  Main(OperatorProcess process) {
    this.process = process;
  }

  @Override
  public int run(String... args) throws InterruptedException {
    return switch (String.join(" ", args)) {
      case "" -> {
        process.startOperator();
        Quarkus.waitForExit();
        yield 0;
      }
      case "uninstall" -> process.uninstall();
      default -> {
        LOG.error("usage: java -jar quarkus-run.jar [uninstall]");
        yield USAGE;
      }
    };
  }
}
