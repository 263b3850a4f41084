package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * A privileged container is given every device of the node and a rule that allows them all. In a
 * user namespace they belong to nobody and open for nobody, but they are listed, and ISO-4 says
 * none. The runtime adds OCI's default devices itself. Devices of a plugin come without that rule
 * and stay.
 */
final class StripHostDevices implements SpecTransform {
  @Override
  public String name() {
    return "no node devices";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) {
    Spec spec = rewriteContext.spec();
    if (!(spec.resources() instanceof ObjectNode resources)
        || !allowsAll(resources.path("devices"))) {
      return false;
    }
    ArrayNode rules = resources.putArray("devices");
    rules.addObject().put("allow", false).put("access", "rwm");
    ((ObjectNode) spec.linux()).remove("devices");
    return true;
  }

  /** By one rule, or by one for characters and one for blocks. */
  private static boolean allowsAll(JsonNode rules) {
    Set<String> types = new HashSet<>();
    for (JsonNode rule : rules) {
      if (rule.path("allow").asBoolean()
          && isWildcard(rule.path("major"))
          && isWildcard(rule.path("minor"))) {
        types.add(rule.path("type").asText(""));
      }
    }
    return types.contains("") || types.contains("a") || types.containsAll(Set.of("b", "c"));
  }

  private static boolean isWildcard(JsonNode number) {
    return number.isMissingNode() || number.isNull() || number.asLong() < 0;
  }
}
