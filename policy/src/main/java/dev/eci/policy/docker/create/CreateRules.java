// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.Lookup.ContainerLookup;
import dev.eci.policy.docker.Lookup.ImageLookup;
import dev.eci.policy.docker.Lookup.NetworkLookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.LookupResults;
import dev.eci.policy.docker.ProtectedContainers;
import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.docker.create.RequestedAccess.HostMount;
import dev.eci.policy.docker.create.RequestedAccess.SharedNamespace;
import dev.eci.policy.hostpath.AllowanceTargets;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * All rules for objects that are created, RES-1 to RES-3 and ISO-1, over everything that a body
 * requests.
 */
public final class CreateRules {
  private CreateRules() {}

  /** The violations of an effective policy. */
  public static List<Violation> check(
      RequestedAccess requestedAccess,
      LookupResults lookupResults,
      ProxyContext proxyContext,
      EffectivePolicy policies) {
    return check(requestedAccess, lookupResults, proxyContext, policies, AllowanceTargets.NONE);
  }

  /** As above, where it is known where the allowed paths lead. */
  public static List<Violation> check(
      RequestedAccess requestedAccess,
      LookupResults lookupResults,
      ProxyContext proxyContext,
      EffectivePolicy policies,
      AllowanceTargets targets) {
    HostMountRule hostMounts =
        new HostMountRule(
            image(requestedAccess, lookupResults), proxyContext.engine(), policies, targets);
    List<Violation> found = new ArrayList<>();
    ResolvedAccess all = ResolvedAccess.of(requestedAccess, lookupResults);
    for (List<RequestedAccess.StaticViolation> broken :
        List.of(requestedAccess.staticViolations, all.staticViolations())) {
      broken.forEach(b ->
          found.add(
              new Violation(
                  b.rule(), policies.policyName(), b.field(), b.text().apply(policies.source()))));
    }
    networks(requestedAccess, lookupResults, policies, found);
    found.addAll(SubnetRule.check(requestedAccess, lookupResults, policies));
    requestedAccess.sharedNamespaces.forEach(
        sharedNamespace -> join(sharedNamespace, lookupResults, proxyContext, policies, found));
    for (HostMount source : all.paths()) {
      if (found.size() >= RequestedAccess.MAX_VIOLATIONS) {
        return found;
      }
      RequiredLookups.spellings(source, lookupResults).stream()
          .map(path -> hostMounts.check(path, source))
          .filter(violations -> !violations.isEmpty())
          .findFirst()
          .ifPresent(found::addAll);
    }
    for (HostMount source : requestedAccess.devices) {
      if (found.size() >= RequestedAccess.MAX_VIOLATIONS) {
        return found;
      }
      RequiredLookups.spellings(source, lookupResults).stream()
          .map(path -> hostMounts.checkDevice(path, source))
          .filter(violations -> !violations.isEmpty())
          .findFirst()
          .ifPresent(found::addAll);
    }
    return found;
  }

  private static void networks(
      RequestedAccess requestedAccess,
      LookupResults lookupResults,
      EffectivePolicy policies,
      List<Violation> found) {
    requestedAccess.networks.forEach(named -> {
      if (lookupResults.resultOf(new NetworkLookup(named.name()))
              instanceof LookupResult.Network network
          && network.driver().equals("host")) {
        found.add(
            new Violation(
                RuleId.RES_1,
                policies.policyName(),
                named.field(),
                NamespaceMessages.hostNamespaceDenied("network", policies.source())));
      }
    });
  }

  private static void join(
      SharedNamespace sharedNamespace,
      LookupResults lookupResults,
      ProxyContext proxyContext,
      EffectivePolicy policies,
      List<Violation> found) {
    if (lookupResults.resultOf(new ContainerLookup(sharedNamespace.container()))
            instanceof LookupResult.Container container
        && !ProtectedContainers.isProtected(container, proxyContext)) {
      found.add(
          new Violation(
              RuleId.RES_1,
              policies.policyName(),
              sharedNamespace.field(),
              NamespaceMessages.namespaceOfUnprotected()));
    }
  }

  /** A service's image may not be on this node yet; then only its name is known. */
  private static ImageIdentity image(RequestedAccess requestedAccess, LookupResults lookupResults) {
    return lookupResults.resultOf(new ImageLookup(requestedAccess.image()))
            instanceof LookupResult.Image(ImageIdentity known)
        ? known
        : new ImageIdentity.Named(requestedAccess.image());
  }
}
