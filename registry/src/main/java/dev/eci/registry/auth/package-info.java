// SPDX-License-Identifier: Apache-2.0
/** Authentication at registries: credentials in Docker's format, challenges, tokens. */
@NullMarked
package dev.eci.registry.auth;

import org.jspecify.annotations.NullMarked;
