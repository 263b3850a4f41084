// SPDX-License-Identifier: Apache-2.0
/**
 * The programs of a node. Only the entry point lives here: the command line is in cli, what it
 * starts in kubernetes and dockerhost, and what both have in common in service.
 */
@NullMarked
package dev.eci.agent;

import org.jspecify.annotations.NullMarked;
