/** Authentication at registries: credentials in Docker's format, challenges, tokens. */
@NullMarked
package dev.eci.registry.auth;

import org.jspecify.annotations.NullMarked;
