// SPDX-License-Identifier: Apache-2.0
/**
 * The EciPolicies of the cluster, each parsed once. What objects or statuses follow from them is
 * decided in desired and status.
 */
@NullMarked
package dev.eci.operator.policy;

import org.jspecify.annotations.NullMarked;
