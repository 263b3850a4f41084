/**
 * Every decision of the product, as pure functions on records. No Kubernetes client, no framework,
 * no I/O may be used here; the webhook, the agent and the CLI turn what they see into these records
 * and carry out the answer.
 */
@NullMarked
package dev.eci.policy;

import org.jspecify.annotations.NullMarked;
