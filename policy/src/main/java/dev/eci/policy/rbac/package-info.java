// SPDX-License-Identifier: Apache-2.0
/**
 * Permissions that lead to the node or to exempt pods around admission (RES-4). Nothing is denied
 * here: users who grant such permissions get a warning.
 */
@NullMarked
package dev.eci.policy.rbac;

import org.jspecify.annotations.NullMarked;
