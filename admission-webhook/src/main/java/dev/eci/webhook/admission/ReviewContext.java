package dev.eci.webhook.admission;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.pod.ClusterLookup;
import java.time.Instant;
import java.util.Map;

/**
 * What a review is answered by.
 *
 * @param namespaceLabels of the namespace that the review is about
 * @param supportsUserNamespaces whether a pod may ask for one on every node
 */
public record ReviewContext(
    PolicySnapshot policies,
    Map<String, String> namespaceLabels,
    ClusterLookup cluster,
    boolean supportsUserNamespaces,
    Instant now) {}
