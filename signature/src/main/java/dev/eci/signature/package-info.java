/**
 * Whether bytes are a signature of an image's digest by somebody that a policy trusts, as cosign
 * makes them. Functions of their arguments: no registry, file, clock or Kubernetes here. What
 * follows from it is {@code dev.eci.policy.imagetrust}'s.
 */
@NullMarked
package dev.eci.signature;

import org.jspecify.annotations.NullMarked;
