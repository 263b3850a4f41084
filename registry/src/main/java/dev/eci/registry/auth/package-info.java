/** Who we are to a registry: credentials as Docker keeps them, challenges, tokens. */
@NullMarked
package dev.eci.registry.auth;

import org.jspecify.annotations.NullMarked;
