// SPDX-License-Identifier: Apache-2.0
/**
 * Whole-system tests on a real KinD with the product installed from its chart. One package per
 * behaviour, named after what users see.
 */
@NullMarked
package dev.eci.system;

import org.jspecify.annotations.NullMarked;
