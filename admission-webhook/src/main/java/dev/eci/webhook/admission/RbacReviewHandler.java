package dev.eci.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.rbac.NodeAccessGrants;
import dev.eci.policy.rbac.RbacGrant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Answers reviews of roles and bindings: always admitted, with warnings. */
public final class RbacReviewHandler {
  private RbacReviewHandler() {}

  public static ReviewResponse validate(ReviewRequest reviewRequest, ReviewContext now) {
    if ((!reviewRequest.isCreate() && !reviewRequest.isUpdate())
        || reviewRequest.name().startsWith("system:")) {
      return ReviewResponse.allow();
    }
    List<String> warnings =
        NodeAccessGrants.warnings(
            grant(reviewRequest), now.namespaceLabels(), now.policies().valid(), now.now());
    return warnings.isEmpty()
        ? ReviewResponse.allow()
        : ReviewResponse.admit(warnings, Map.of("grants", String.join("\n", warnings)));
  }

  private static RbacGrant grant(ReviewRequest reviewRequest) {
    String kind = reviewRequest.kind().substring(reviewRequest.kind().indexOf('/') + 1);
    JsonNode role = reviewRequest.object().path("roleRef");
    return new RbacGrant(
        "%s \"%s\"".formatted(kind, reviewRequest.name()),
        Optional.of(reviewRequest.namespace()).filter(namespace -> !namespace.isEmpty()),
        StreamSupport.stream(reviewRequest.object().path("rules").spliterator(), false)
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
