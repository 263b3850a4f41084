// SPDX-License-Identifier: Apache-2.0
/** The steps at which system tests end the agent. Nothing that decides or changes the node. */
@NullMarked
package dev.eci.support.fault;

import org.jspecify.annotations.NullMarked;
