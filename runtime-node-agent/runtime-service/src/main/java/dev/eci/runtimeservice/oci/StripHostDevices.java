// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * A privileged container gets every device of the node and a rule that allows them all. In a user
 * namespace, no process of the container can own or open them. They would still be listed in /dev,
 * and ISO-4 requires that they are not. The OCI runtime adds the default devices itself. Devices of
 * a device plugin come without that rule and stay.
 */
final class StripHostDevices implements SpecTransform {
  @Override
  public String name() {
    return "node devices removed";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) {
    Spec spec = rewriteContext.spec();
    if (!hasAllDevices(spec) || !(spec.resources() instanceof ObjectNode resources)) {
      return false;
    }
    ArrayNode rules = resources.putArray("devices");
    rules.addObject().put("allow", false).put("access", "rwm");
    ((ObjectNode) spec.linux()).remove("devices");
    return true;
  }

  /** Whether this is a privileged container, whose devices no user named. */
  static boolean hasAllDevices(Spec spec) {
    return allowsAll(spec.resources().path("devices"));
  }

  /** By one rule, or by one for character devices and one for block devices. */
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
