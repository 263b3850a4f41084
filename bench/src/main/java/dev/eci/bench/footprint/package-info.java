// SPDX-License-Identifier: Apache-2.0
/** How much memory the parts use, and how soon the webhook responds. */
@NullMarked
package dev.eci.bench.footprint;

import org.jspecify.annotations.NullMarked;
