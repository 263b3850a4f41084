// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP layer: endpoints, readiness, the Kubernetes client. Reviews are handled in {@code
 * admission}, and the cluster is watched in {@code cache}.
 */
@NullMarked
package dev.eci.webhook.http;

import org.jspecify.annotations.NullMarked;
