// SPDX-License-Identifier: Apache-2.0
/**
 * A container's config.json: it is read strictly, turned into the facts that policy evaluates, and
 * rewritten by small named transforms. No socket, no API server.
 */
@NullMarked
package dev.eci.runtimeservice.oci;

import org.jspecify.annotations.NullMarked;
