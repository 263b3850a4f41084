// SPDX-License-Identifier: Apache-2.0
/**
 * The content of the images of a Docker host, and the digests of listed images. Package {@code
 * policy} decides what that means for a container.
 */
@NullMarked
package dev.eci.socketproxy.imageidentity;

import org.jspecify.annotations.NullMarked;
