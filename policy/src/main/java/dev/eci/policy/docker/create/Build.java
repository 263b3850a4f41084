package dev.eci.policy.docker.create;

import dev.eci.policy.RuleId;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.Query;
import dev.eci.policy.text.BuildTexts;
import dev.eci.policy.text.NamespaceTexts;
import java.util.Map;

/**
 * ISO-10: the options of {@code POST /build}, which stand in its query, and those of BuildKit's
 * Solve. A step that wants the node's network needs the entitlement too, wherever it is defined: of
 * definitions that a frontend makes inside the engine BuildKit sees to that alone.
 */
public final class Build {
  private Build() {}

  public static Asked read(Query query, ProtectedBuilds builds) {
    Asked asked = new Asked();
    builds.check(query, asked);
    for (String network : query.all("networkmode")) {
      if (network.equals("host")) {
        asked.broken(
            RuleId.ISO_10, "networkmode", p -> NamespaceTexts.hostNamespaceDenied("network", p));
      } else {
        Networks.read(network, "networkmode", asked);
      }
    }
    query.all("cgroupparent").forEach(p -> HostParts.cgroupParent(p, "cgroupparent", asked));
    return asked;
  }

  /** {@code Solve} of {@code moby.buildkit.v1.Control} and {@code LLBBridge}. */
  public static Asked solve(JsonValue request, ProtectedBuilds builds) throws BadBody {
    Asked asked = new Asked();
    builds.check(asked);
    Fields solve = Fields.of(request);
    for (String entitlement : solve.texts("Entitlements")) {
      asked.broken(RuleId.ISO_10, "Entitlements", p -> BuildTexts.entitlementDenied(entitlement));
    }
    for (String entitlement : solve.texts("Definition")) {
      asked.broken(RuleId.ISO_10, "Definition", p -> BuildTexts.buildStepDenied(entitlement));
    }
    Map<String, String> attributes = solve.map("FrontendAttrs");
    if (attributes.getOrDefault("force-network-mode", "").equals("host")) {
      asked.broken(
          RuleId.ISO_10, "FrontendAttrs", p -> NamespaceTexts.hostNamespaceDenied("network", p));
    }
    HostParts.cgroupParent(attributes.getOrDefault("cgroup-parent", ""), "FrontendAttrs", asked);
    return asked;
  }
}
