// SPDX-License-Identifier: Apache-2.0
/**
 * Every decision of the product, as pure functions on records. No Kubernetes client, no framework,
 * no I/O may be used here; the webhook, the agent and the CLI turn their input into these records
 * and carry out the result.
 */
@NullMarked
package dev.eci.policy;

import org.jspecify.annotations.NullMarked;
