// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

/**
 * The memory of all requests of the socket, apart by how long callers can hold it. In all half of
 * the agent's heap (-Xmx40m in jvm.options); a third of what heads use is outside of the heap.
 *
 * @param heads from their first byte on
 * @param bodies that are evaluated, reserved before their first byte is read
 * @param values of bodies that have arrived; no caller can hold these, because only the evaluation
 *     takes time
 */
record RequestMemories(RequestMemory heads, RequestMemory bodies, RequestMemory values) {
  RequestMemories() {
    this(
        new RequestMemory(RequestMemory.Limits.shared(4 << 20)),
        new RequestMemory(RequestMemory.Limits.shared(12 << 20)),
        new RequestMemory(RequestMemory.Limits.common(JsonCost.MOST_OF_VALUES)));
  }
}
