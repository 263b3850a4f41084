// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.pod.ClusterLookup;
import dev.eci.policy.pod.PodSecurityFacts.Level;
import java.time.Instant;
import java.util.Map;

/**
 * The state of the cluster at the time of a review.
 *
 * @param namespaceLabels of the namespace whose policies apply to the object
 * @param cluster volumes and nodes that pods refer to
 * @param supportsUserNamespaces whether pods on every node may set {@code hostUsers: false}
 * @param podSecurityDefault the level of Pod Security Admission in namespaces without its label
 */
public record ReviewContext(
    PolicySnapshot policies,
    Map<String, String> namespaceLabels,
    ClusterLookup cluster,
    boolean supportsUserNamespaces,
    Level podSecurityDefault,
    Instant now) {}
