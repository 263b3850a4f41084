/**
 * From an AdmissionReview to the facts that policy decides on, and back. Pure functions on JSON; no
 * client, no framework.
 */
@NullMarked
package dev.eci.webhook.admission;

import org.jspecify.annotations.NullMarked;
