// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code locked} means (RES-5): ValidatingAdmissionPolicies that protect the policies, and
 * with them the product's own objects, from all users except the admin groups. Pure functions.
 */
@NullMarked
package dev.eci.operator.desired.lock;

import org.jspecify.annotations.NullMarked;
