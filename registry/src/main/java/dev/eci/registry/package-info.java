// SPDX-License-Identifier: Apache-2.0
/**
 * A read-only client of image registries (OCI distribution-spec, Docker Registry HTTP API V2). What
 * a listed image may do is decided in {@code dev.eci.policy.image}; this module uses neither
 * Kubernetes nor a container engine.
 */
@NullMarked
package dev.eci.registry;

import org.jspecify.annotations.NullMarked;
