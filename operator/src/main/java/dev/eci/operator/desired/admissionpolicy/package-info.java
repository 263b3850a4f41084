// SPDX-License-Identifier: Apache-2.0
/**
 * The fallback admission policy: EciPolicies in CEL, which the API server enforces while the
 * webhook is unavailable and where it is bypassed. Pure functions on policies. Each file translates
 * one kind of thing, and none decides differently from the module policy.
 */
@NullMarked
package dev.eci.operator.desired.admissionpolicy;

import org.jspecify.annotations.NullMarked;
