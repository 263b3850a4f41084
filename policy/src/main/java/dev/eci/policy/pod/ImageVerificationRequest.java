// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.image.ImageReference;

/**
 * An image to verify or to resolve: who signed it, or whether its repository contains it.
 *
 * @param denied whether its pod is denied by the results so far
 * @param keptWhileRunning whether nodes need the result for as long as the pod runs
 */
public record ImageVerificationRequest(
    ImageReference image, boolean denied, boolean keptWhileRunning) {}
