// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ProxyContext;

/**
 * The memory of all requests of the socket, apart by how long callers can hold it. In all two
 * thirds of the agent's heap (-Xmx40m in jvm.options); a third of what heads use is outside of the
 * heap. A request waits for these only in this order, so no two of them wait for each other.
 *
 * @param heads from their first byte on
 * @param starts of bodies that declare no length, while it is not known how long they are
 * @param bodies that are evaluated, reserved before their first byte is read if it is known how
 *     long they are
 * @param values of bodies that have arrived, until the engine has responded to the lookups for them
 */
record RequestMemories(
    RequestMemory heads, RequestMemory starts, RequestMemory bodies, RequestMemory values) {
  /** What the largest body needs. */
  private static final long LARGEST = JsonCost.ofText(ProxyContext.LARGEST_BODY);

  RequestMemories() {
    this(
        new RequestMemory(RequestMemory.Limits.shared(4 << 20)),
        new RequestMemory(RequestMemory.Limits.shared(3 << 20)),
        new RequestMemory(RequestMemory.Limits.shared(2 * LARGEST)),
        new RequestMemory(RequestMemory.Limits.ofWholes(JsonCost.MOST_OF_VALUES)));
  }
}
