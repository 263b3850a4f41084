// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import java.util.Set;

/** RES-1: the node's network, by its name, by its ID, and in each field that names a network. */
final class NetworksReader {
  private static final Set<String> PREDEFINED_NETWORKS = Set.of("", "default", "bridge", "none");

  private NetworksReader() {}

  static void read(JsonFields body, JsonFields host, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    read(host.text("NetworkMode"), host.path("NetworkMode"), requestedAccess);
    JsonFields networking = body.child("NetworkingConfig");
    JsonFields endpoints = networking.child("EndpointsConfig");
    endpoints
        .object()
        .members()
        .forEach(
            endpoint -> read(endpoint.name(), endpoints.path(endpoint.name()), requestedAccess));
  }

  static void read(String network, String field, RequestedAccess requestedAccess) {
    NamespaceModesReader.read(network, "network", field, requestedAccess);
    if (!PREDEFINED_NETWORKS.contains(network)
        && !network.equals("host")
        && !network.startsWith("container:")) {
      requestedAccess.networks.add(new RequestedAccess.NamedNetwork(network, field));
    }
  }
}
