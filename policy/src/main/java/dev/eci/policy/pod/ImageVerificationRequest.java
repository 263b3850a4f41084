package dev.eci.policy.pod;

import dev.eci.policy.image.ImageReference;

/**
 * An image of which something has to be learned: who signed it, or whether its repository has it.
 *
 * @param denied whether its pod cannot have it by what is known now
 * @param keptWhileRunning whether nodes have to know it for as long as the pod runs
 */
public record ImageVerificationRequest(
    ImageReference image, boolean denied, boolean keptWhileRunning) {}
