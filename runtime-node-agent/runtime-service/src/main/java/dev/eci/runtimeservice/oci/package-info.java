/**
 * A container's config.json: read strictly, turned into the facts that policy decides on, changed
 * by small named changes. No socket, no API server.
 */
@NullMarked
package dev.eci.runtimeservice.oci;

import org.jspecify.annotations.NullMarked;
