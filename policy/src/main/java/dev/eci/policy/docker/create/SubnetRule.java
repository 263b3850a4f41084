// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.IpPrefix;
import dev.eci.policy.docker.Lookup.RouteLookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.LookupResults;
import dev.eci.policy.docker.create.RequestedAccess.NamedSubnet;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;
import java.util.Optional;

/**
 * RES-1: the engine adds a route of the node to each subnet of a network. So a network that a
 * container creates must not take addresses that the node reaches elsewhere: by a route of its own,
 * or in the internet. Subnets of the engine's own choice are free of routes.
 */
final class SubnetRule {
  private static final List<String> FIELDS = List.of("Subnet", "IPRange", "Gateway");

  private SubnetRule() {}

  /** Reads what the body of a network names. */
  static void read(JsonFields network, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    for (JsonFields config : network.child("IPAM").children("Config")) {
      for (String field : FIELDS) {
        String text = config.text(field);
        if (!text.isEmpty()) {
          requestedAccess.subnets.add(
              new NamedSubnet(
                  IpPrefix.parse(text)
                      .orElseThrow(() ->
                          new MalformedBodyException(
                              config.path(field) + " must be an IP address or subnet")),
                  config.path(field)));
        }
      }
    }
  }

  static List<Violation> check(
      RequestedAccess requestedAccess, LookupResults lookupResults, EffectivePolicy policy) {
    List<IpPrefix> routes =
        lookupResults.resultOf(new RouteLookup()) instanceof LookupResult.Routes(var known)
            ? known
            : List.of();
    return requestedAccess.subnets.stream()
        .flatMap(subnet ->
            message(subnet.prefix(), routes).stream()
                .map(
                    text -> new Violation(RuleId.RES_1, policy.policyName(), subnet.field(), text)))
        .limit(RequestedAccess.MAX_VIOLATIONS)
        .toList();
  }

  private static Optional<String> message(IpPrefix subnet, List<IpPrefix> routes) {
    return subnet.isPrivate()
        ? routes.stream()
            .filter(subnet::overlaps)
            .findFirst()
            .map(route -> NamespaceMessages.subnetOverlaps(subnet.toString(), route.toString()))
        : Optional.of(NamespaceMessages.subnetNotPrivate(subnet.toString()));
  }
}
