// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.crash;

import dev.eci.agent.Main;
import dev.eci.support.fault.FaultPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The agent with scripts at its fault points. A file {@code PART:STEP} of the directory is a script
 * that runs at the step, once, as it does at the steps of eci-runtime's debug build
 * (launcher/src/fault_injection.rs). DockerHost starts it by its name.
 */
final class FaultyAgent {
  private FaultyAgent() {}

  public static void main(String[] args) {
    FaultPoints.listen(step -> run(Path.of(FaultScripts.DIRECTORY), step));
    Main.main(args);
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
