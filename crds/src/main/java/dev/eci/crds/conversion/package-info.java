// SPDX-License-Identifier: Apache-2.0
/**
 * Converts EciPolicy objects into the policies that decisions use, and reports every error at its
 * field. The only package that knows both models. No client, no I/O.
 */
@NullMarked
package dev.eci.crds.conversion;

import org.jspecify.annotations.NullMarked;
