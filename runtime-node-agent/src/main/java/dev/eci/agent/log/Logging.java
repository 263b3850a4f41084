package dev.eci.agent.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** Sets java.util.logging up; Fabric8 reaches it through slf4j. */
public final class Logging {
  private Logging() {}

  public static void start() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    // a watch that is re-opened is normal life, and would be one line per watch and hour
    Logger.getLogger("io.fabric8").setLevel(Level.WARNING);
    root.addHandler(standardOutput());
  }

  private static Handler standardOutput() {
    return new StreamHandler(System.out, new JsonLine()) {
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
