// SPDX-License-Identifier: Apache-2.0
/**
 * From an AdmissionReview to the facts that policy evaluates, and from its verdict to the response.
 * Pure functions on JSON; no client, no framework.
 */
@NullMarked
package dev.eci.webhook.admission;

import org.jspecify.annotations.NullMarked;
