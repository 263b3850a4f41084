package dev.eci.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.grant.Grant;
import dev.eci.policy.grant.NodeGrants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Answers reviews of roles and bindings: always admitted, with warnings. */
public final class GrantReview {
  private GrantReview() {}

  public static Answer validate(Review review, Situation now) {
    if ((!review.creates() && !review.updates()) || review.name().startsWith("system:")) {
      return Answer.allow();
    }
    List<String> warnings =
        NodeGrants.warnings(
            grant(review), now.namespaceLabels(), now.policies().valid(), now.now());
    return warnings.isEmpty()
        ? Answer.allow()
        : Answer.admit(warnings, Map.of("grants", String.join("\n", warnings)));
  }

  private static Grant grant(Review review) {
    String kind = review.kind().substring(review.kind().indexOf('/') + 1);
    JsonNode role = review.object().path("roleRef");
    return new Grant(
        "%s \"%s\"".formatted(kind, review.name()),
        Optional.of(review.namespace()).filter(namespace -> !namespace.isEmpty()),
        StreamSupport.stream(review.object().path("rules").spliterator(), false)
            .map(rule ->
                new Grant.Rule(texts(rule.path("apiGroups")), texts(rule.path("resources"))))
            .toList(),
        role.path("kind").asText().equals("ClusterRole")
            ? Optional.of(role.path("name").asText())
            : Optional.empty());
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
