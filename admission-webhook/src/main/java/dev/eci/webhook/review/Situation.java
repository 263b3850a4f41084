package dev.eci.webhook.review;

import dev.eci.crds.pod.Surroundings;
import dev.eci.crds.read.Policies;
import java.time.Instant;
import java.util.Map;

/**
 * What a review is answered by.
 *
 * @param namespaceLabels of the namespace that the review is about
 * @param userNamespaces whether a pod may ask for one on every node
 */
public record Situation(
    Policies policies,
    Map<String, String> namespaceLabels,
    Surroundings surroundings,
    boolean userNamespaces,
    Instant now) {}
