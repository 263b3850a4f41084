// SPDX-License-Identifier: Apache-2.0
/** The lifecycle of a node: install, set the label last, remove, and retry after a failure. */
@NullMarked
package dev.eci.agent.node;

import org.jspecify.annotations.NullMarked;
