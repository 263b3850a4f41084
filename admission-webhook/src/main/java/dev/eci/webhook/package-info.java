// SPDX-License-Identifier: Apache-2.0
/**
 * The admission webhook: it decodes reviews, has policy evaluate them, and encodes the responses.
 * No decision is made here. No request waits for the network, because the webhook watches what it
 * needs of the cluster.
 */
@NullMarked
package dev.eci.webhook;

import org.jspecify.annotations.NullMarked;
