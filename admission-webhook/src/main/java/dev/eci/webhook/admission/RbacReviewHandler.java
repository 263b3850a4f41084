// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.rbac.NodeAccessGrants;
import dev.eci.policy.rbac.RbacGrant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Handles reviews of roles and bindings: all are admitted, some with warnings. */
public final class RbacReviewHandler {
  private RbacReviewHandler() {}

  public static ReviewResponse validate(ReviewRequest request, ReviewContext context) {
    if ((!request.isCreate() && !request.isUpdate()) || request.name().startsWith("system:")) {
      return ReviewResponse.allow();
    }
    List<String> warnings =
        NodeAccessGrants.warnings(
            grant(request), context.namespaceLabels(), context.policies().valid(), context.now());
    return warnings.isEmpty()
        ? ReviewResponse.allow()
        : ReviewResponse.admit(warnings, Map.of("grants", String.join("\n", warnings)));
  }

  private static RbacGrant grant(ReviewRequest request) {
    String kind = request.kind().substring(request.kind().indexOf('/') + 1);
    JsonNode role = request.object().path("roleRef");
    return new RbacGrant(
        "%s \"%s\"".formatted(kind, request.name()),
        Optional.of(request.namespace()).filter(namespace -> !namespace.isEmpty()),
        StreamSupport.stream(request.object().path("rules").spliterator(), false)
            .map(rule ->
                new RbacGrant.Rule(texts(rule.path("apiGroups")), texts(rule.path("resources"))))
            .toList(),
        role.path("kind").asText().equals("ClusterRole")
            ? Optional.of(role.path("name").asText())
            : Optional.empty());
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
