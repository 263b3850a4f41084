// SPDX-License-Identifier: Apache-2.0
/**
 * What the webhook watches of the cluster: policies, namespace labels, node capabilities, image
 * verifications, persistent volumes and claims. Nothing is decided here, and the package does not
 * know the standalone webhook.
 */
@NullMarked
package dev.eci.webhook.cache;

import org.jspecify.annotations.NullMarked;
