/**
 * Finds the signatures of images where cosign puts them, beside the images in their registries, and
 * has them checked. Whose count is the policies' word.
 */
@NullMarked
package dev.eci.registry.signatures;

import org.jspecify.annotations.NullMarked;
