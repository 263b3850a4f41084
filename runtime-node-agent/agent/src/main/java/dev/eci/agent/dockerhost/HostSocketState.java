// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * State of a host's Docker socket. The names in JSON are part of {@code eci-agent status --json}.
 *
 * @param path Docker's public socket; empty while none is known, or protection is off
 * @param proxied whether connections to that path reach the proxy
 * @param problem why they do not; empty if they do
 * @param otherAddresses at which the engine listens, past the proxy
 */
public record HostSocketState(
    String path,
    @JsonProperty("filtered") boolean proxied,
    String problem,
    @JsonProperty("unfiltered") List<String> otherAddresses) {
  static final HostSocketState UNKNOWN = new HostSocketState("", false, "", List.of());
}
