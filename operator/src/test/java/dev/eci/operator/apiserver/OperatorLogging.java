// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Shows the operator's log, which nothing else does while Quarkus is not started. */
final class OperatorLogging {
  private OperatorLogging() {}

  static void show(Level level) {
    var console = new ConsoleHandler(new PatternFormatter("%d{HH:mm:ss.SSS} %-5p %c{1} %s%e%n"));
    console.setLevel(level);
    InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {console});
  }
}
