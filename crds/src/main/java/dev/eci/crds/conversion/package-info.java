/**
 * From the API's EciPolicy to the policy that decisions use, with every mistake reported at its
 * field. The one place that knows both shapes; no client, no I/O.
 */
@NullMarked
package dev.eci.crds.conversion;

import org.jspecify.annotations.NullMarked;
