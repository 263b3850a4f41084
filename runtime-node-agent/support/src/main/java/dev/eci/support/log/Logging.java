// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** Configures java.util.logging. Fabric8 logs to it through slf4j. */
public final class Logging {
  /**
   * Reopened watches are normal and not worth a line. The field keeps the logger reachable, because
   * a logger without references loses its level.
   */
  private static final Logger FABRIC8 = Logger.getLogger("io.fabric8");

  /** Warns for each type of ECI's API that v1alpha1 is not a stable version. */
  private static final Logger UNSTABLE_VERSION =
      Logger.getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils");

  private Logging() {}

  /** Environment variable; {@code debug} adds stack traces. */
  private static final String LEVEL = "ECI_LOG_LEVEL";

  /** Whether stack traces are written. */
  public static boolean isDebugging() {
    return "debug".equalsIgnoreCase(System.getenv(LEVEL));
  }

  /** For commands whose output is read on a terminal. */
  public static void off() {
    LogManager.getLogManager().reset();
  }

  public static void start() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    FABRIC8.setLevel(Level.WARNING);
    UNSTABLE_VERSION.setLevel(Level.SEVERE);
    root.addHandler(standardOutput());
  }

  private static Handler standardOutput() {
    return new StreamHandler(System.out, new JsonLine(Logging::isDebugging)) {
      @Override
      public synchronized void publish(LogRecord line) {
        super.publish(line);
        flush();
      }

      @Override
      public synchronized void close() {
        flush();
      }
    };
  }
}
