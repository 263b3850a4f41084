// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.operator.report.PolicyImpact;
import dev.eci.policy.image.ResolvedImages;
import java.util.Optional;

/**
 * All inputs of a policy's status.
 *
 * @param isWebhookAvailable whether the API server can reach at least one replica of the webhook
 */
public record StatusInputs(
    PolicyReader.Result policy,
    ReconcileResult outcome,
    NodeSummary nodes,
    ResolvedImages images,
    Optional<PolicyImpact> impact,
    boolean isWebhookAvailable) {}
