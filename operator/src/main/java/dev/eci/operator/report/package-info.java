// SPDX-License-Identifier: Apache-2.0
/**
 * Running pods and the rules they violate (ISO-8, RES-4): pure functions from pods and RBAC rules
 * to a bounded number of findings, and from those to reports that other tools read.
 */
@NullMarked
package dev.eci.operator.report;

import org.jspecify.annotations.NullMarked;
