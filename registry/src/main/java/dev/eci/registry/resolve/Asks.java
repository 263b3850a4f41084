package dev.eci.registry.resolve;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.Resolved;
import java.io.IOException;

/** Who answers what a reference stands for. */
@FunctionalInterface
public interface Asks {
  /** What is known afterwards; {@code before} is what was. */
  Resolved ask(ImageReference image, Resolved before) throws IOException;
}
