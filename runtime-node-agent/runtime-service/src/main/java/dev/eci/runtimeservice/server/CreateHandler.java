// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

/** Handles one create request of eci-runtime. Safe for any thread. It never changes the request. */
@FunctionalInterface
public interface CreateHandler {
  CreateResponse handle(CreateRequest request);
}
