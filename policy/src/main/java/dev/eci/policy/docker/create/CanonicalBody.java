// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.json.JsonValue;

/**
 * A body whose keys have the engine's spelling. Rules read it, and it is what is sent.
 *
 * @param requestedAccess the options that this version does not know; readers add the rest
 */
public record CanonicalBody(JsonValue value, RequestedAccess requestedAccess) {
  public CanonicalBody withValue(JsonValue changed) {
    return new CanonicalBody(changed, requestedAccess);
  }
}
