package dev.eci.policy.docker.create;

import java.util.Set;

/**
 * RES-1: the node's network, by its name, by its id, and in each place where a network is named.
 */
final class Networks {
  private static final Set<String> ENGINES_OWN = Set.of("", "default", "bridge", "none");

  private Networks() {}

  static void read(Fields body, Fields host, Asked asked) throws BadBody {
    read(host.text("NetworkMode"), host.at("NetworkMode"), asked);
    Fields networking = body.child("NetworkingConfig");
    networking.onlyKnown(KnownKeys.NETWORKING, Set.of(), asked);
    Fields endpoints = networking.child("EndpointsConfig");
    endpoints
        .object()
        .members()
        .forEach(endpoint -> read(endpoint.name(), endpoints.at(endpoint.name()), asked));
  }

  static void read(String network, String field, Asked asked) {
    Namespaces.read(network, "network", field, asked);
    if (!ENGINES_OWN.contains(network)
        && !network.equals("host")
        && !network.startsWith("container:")) {
      asked.networks.add(new Asked.NamedNetwork(network, field));
    }
  }
}
