package dev.eci.registry.resolve;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedReference;
import java.io.IOException;

/** Who answers what a reference stands for. */
@FunctionalInterface
public interface DigestResolver {
  /** What is known afterwards; {@code before} is what was. */
  ResolvedReference resolve(ImageReference image, ResolvedReference before) throws IOException;
}
