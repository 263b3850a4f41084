// SPDX-License-Identifier: Apache-2.0
/**
 * Image references, lists of allowed images (SOCK-1), parsed exactly as Docker and containerd parse
 * them, and the digests that count for a listed image (SOCK-2, SOCK-3). Querying registries and
 * engines does not belong here: their responses come as {@link ResolvedImages} and {@link
 * ImageIdentity}.
 */
@NullMarked
package dev.eci.policy.image;

import org.jspecify.annotations.NullMarked;
