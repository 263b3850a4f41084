// SPDX-License-Identifier: Apache-2.0
/** {@code make demo}: the lab, the product, the story, on the terminal. */
@NullMarked
package dev.eci.harness.demo;

import org.jspecify.annotations.NullMarked;
