/**
 * Image references and lists of allowed images (SOCK-1), read exactly as Docker and containerd read
 * them. Registries, image stores and digests that were fetched do not belong here: what is decided
 * here is decided by the text of a reference alone.
 */
@NullMarked
package dev.eci.policy.image;

import org.jspecify.annotations.NullMarked;
