// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

/** {@code *}: every image. */
public record AnyImagePattern() implements ImagePattern {
  @Override
  public boolean matches(ImageReference image) {
    return true;
  }

  @Override
  public String toString() {
    return "*";
  }
}
