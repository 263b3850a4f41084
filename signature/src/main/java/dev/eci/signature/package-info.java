// SPDX-License-Identifier: Apache-2.0
/**
 * Whether bytes are a signature of an image's digest by a signer that a policy trusts, as cosign
 * makes them. Functions of their arguments: no registry, file, clock or Kubernetes here. {@code
 * dev.eci.policy.imagetrust} decides the consequences.
 */
@NullMarked
package dev.eci.signature;

import org.jspecify.annotations.NullMarked;
