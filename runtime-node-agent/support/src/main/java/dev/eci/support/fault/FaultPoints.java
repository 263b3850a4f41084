// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps after which a killed agent leaves another state. A step does nothing, unless the system
 * property {@code eci.faultPoints} names a directory; no unit, image or chart sets it. There, a
 * file {@code PART:STEP} is a script that runs at the step, once, as it does at the steps of
 * eci-runtime's debug build (launcher/src/fault_injection.rs).
 */
public final class FaultPoints {
  private static final @Nullable String SCRIPTS = System.getProperty("eci.faultPoints");

  private FaultPoints() {}

  /** What gets the name of each step of this part of the agent. */
  public static Consumer<String> of(String part) {
    return SCRIPTS == null
        ? _ -> {}
        : step -> run(Path.of(SCRIPTS), part + ":" + step.replace(' ', '-'));
  }

  private static void run(Path scripts, String step) {
    Path running = scripts.resolve("running." + ProcessHandle.current().pid());
    try {
      Files.move(scripts.resolve(step), running, StandardCopyOption.ATOMIC_MOVE);
      new ProcessBuilder("sh", running.toString()).inheritIO().start().waitFor();
    } catch (NoSuchFileException e) {
      // no test interferes here
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
