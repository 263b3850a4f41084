package dev.eci.policy.pod;

import dev.eci.policy.image.ImageReference;

/**
 * An image whose signatures a policy asks for.
 *
 * @param refused whether its pod cannot have it by what is known now
 */
public record WantedImage(ImageReference image, boolean refused) {}
