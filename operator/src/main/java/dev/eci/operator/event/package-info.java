// SPDX-License-Identifier: Apache-2.0
/** The form of the operator's Events. The callers decide what is reported, and when. */
@NullMarked
package dev.eci.operator.event;

import org.jspecify.annotations.NullMarked;
