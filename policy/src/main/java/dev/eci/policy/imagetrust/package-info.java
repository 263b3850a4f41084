/**
 * Which images must be signed, and what is known of them. Asking registries and checking signatures
 * does not belong here: what came of it comes as {@link VerificationResults}.
 */
@NullMarked
package dev.eci.policy.imagetrust;

import org.jspecify.annotations.NullMarked;
