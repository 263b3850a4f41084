package dev.eci.policy.docker.create;

import dev.eci.policy.EciText;
import dev.eci.policy.RuleId;
import dev.eci.policy.docker.route.Query;

/** ISO-10: the options of {@code POST /build}, which stand in its query. */
public final class Build {
  private Build() {}

  public static Asked read(Query query) {
    Asked asked = new Asked();
    for (String network : query.all("networkmode")) {
      if (network.equals("host")) {
        asked.broken(RuleId.ISO_10, "networkmode", p -> EciText.hostNamespaceDenied("network", p));
      } else {
        Networks.read(network, "networkmode", asked);
      }
    }
    query.all("cgroupparent").forEach(p -> HostParts.cgroupParent(p, "cgroupparent", asked));
    return asked;
  }
}
