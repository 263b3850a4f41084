// SPDX-License-Identifier: Apache-2.0
/**
 * Two replicas of the packaged webhook behind one address, under faults of certificates, processes
 * and API server.
 */
@NullMarked
package dev.eci.webhook.chaos;

import org.jspecify.annotations.NullMarked;
