/**
 * The in-process floor: EciPolicies in the API server's own language (CEL), which holds while the
 * webhook is away and where it does not look. Pure functions on policies; each file writes down one
 * kind of thing, and none decides differently from policy.
 */
@NullMarked
package dev.eci.operator.desired.admissionpolicy;

import org.jspecify.annotations.NullMarked;
