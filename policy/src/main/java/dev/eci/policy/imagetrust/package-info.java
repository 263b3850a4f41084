// SPDX-License-Identifier: Apache-2.0
/**
 * Which images must be signed, and the results of their verification. Querying registries and
 * verifying signatures does not belong here: the results come as {@link VerificationResults}.
 */
@NullMarked
package dev.eci.policy.imagetrust;

import org.jspecify.annotations.NullMarked;
