// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.resolve;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedReference;
import java.io.IOException;

/** Resolves a reference to a digest. */
@FunctionalInterface
public interface DigestResolver {
  /** The new state; {@code before} is the old one. */
  ResolvedReference resolve(ImageReference image, ResolvedReference before) throws IOException;
}
