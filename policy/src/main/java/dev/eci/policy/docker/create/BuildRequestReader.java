// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.json.GoJsonText;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.Query;
import dev.eci.policy.message.BuildMessages;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.RuleId;
import java.util.Map;

/**
 * ISO-10: the options of {@code POST /build}, which are in its query, and those of BuildKit's
 * Solve. A step that uses the node's network needs the entitlement too, wherever it is defined.
 * Only BuildKit checks definitions that a frontend creates inside the engine.
 */
public final class BuildRequestReader {
  private BuildRequestReader() {}

  public static RequestedAccess read(Query query, BuildProtectionRule builds) {
    RequestedAccess requestedAccess = new RequestedAccess();
    builds.check(query, requestedAccess);
    for (String network : query.all("networkmode")) {
      if (network.equals("host")) {
        requestedAccess.addViolation(
            RuleId.ISO_10, "networkmode", p -> NamespaceMessages.hostNamespaceDenied("network", p));
      } else {
        NetworksReader.read(network, "networkmode", requestedAccess);
      }
    }
    query
        .all("cgroupparent")
        .forEach(p -> HostConfigReader.cgroupParent(p, "cgroupparent", requestedAccess));
    return requestedAccess;
  }

  /** Whether BuildKit's {@code outputs}, a JSON text, may have the result pushed. */
  public static boolean isPushed(Query query) {
    return query.all("outputs").stream().anyMatch(output -> GoJsonText.hasKey(output, "push"));
  }

  /** Whether the result, or the cache, goes to a registry. */
  public static boolean isPushed(JsonValue solve) throws MalformedBodyException {
    return JsonFields.of(solve).isTrue("Push");
  }

  /** {@code Solve} of {@code moby.buildkit.v1.Control} and {@code LLBBridge}. */
  public static RequestedAccess solve(JsonValue request, BuildProtectionRule builds)
      throws MalformedBodyException {
    RequestedAccess requestedAccess = new RequestedAccess();
    builds.check(requestedAccess);
    JsonFields solve = JsonFields.of(request);
    for (String entitlement : solve.texts("Entitlements")) {
      requestedAccess.addViolation(
          RuleId.ISO_10, "Entitlements", p -> BuildMessages.entitlementDenied(entitlement));
    }
    for (String entitlement : solve.texts("Definition")) {
      requestedAccess.addViolation(
          RuleId.ISO_10, "Definition", p -> BuildMessages.buildStepDenied(entitlement));
    }
    Map<String, String> attributes = solve.map("FrontendAttrs");
    if (attributes.getOrDefault("force-network-mode", "").equals("host")) {
      requestedAccess.addViolation(
          RuleId.ISO_10, "FrontendAttrs", p -> NamespaceMessages.hostNamespaceDenied("network", p));
    }
    HostConfigReader.cgroupParent(
        attributes.getOrDefault("cgroup-parent", ""), "FrontendAttrs", requestedAccess);
    return requestedAccess;
  }
}
