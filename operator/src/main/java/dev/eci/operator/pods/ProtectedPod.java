// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.pods;

/**
 * A pod that has not ended and whose containers run under the product's handler.
 *
 * @param node empty until the pod is scheduled
 */
public record ProtectedPod(String namespace, String name, String node) {
  @Override
  public String toString() {
    return node.isEmpty() ? namespace + "/" + name : "%s/%s on %s".formatted(namespace, name, node);
  }
}
