/**
 * Image references, lists of allowed images (SOCK-1), read exactly as Docker and containerd read
 * them, and what counts as the content of a listed image (SOCK-2, SOCK-3). Asking registries and
 * engines does not belong here: what they said comes as {@link ResolvedImages} and {@link
 * ImageIdentity}.
 */
@NullMarked
package dev.eci.policy.image;

import org.jspecify.annotations.NullMarked;
