/**
 * Speaks with image registries (OCI distribution-spec, Docker Registry HTTP API V2), reading only.
 * What a listed image is allowed to do is {@code dev.eci.policy.image}'s; no Kubernetes and no
 * engine here.
 */
@NullMarked
package dev.eci.registry;

import org.jspecify.annotations.NullMarked;
