// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

/**
 * An error in a policy.
 *
 * @param field for example {@code spec.dockerSocketMount.imageList.images[2]}
 * @param message what is wrong, and how to fix it
 */
public record FieldError(String field, String message) {
  @Override
  public String toString() {
    return field + ": " + message;
  }
}
