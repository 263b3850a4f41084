// SPDX-License-Identifier: Apache-2.0
/** The status of an EciNode, as pure functions of one state, and when it is written. */
@NullMarked
package dev.eci.agent.nodestatus;

import org.jspecify.annotations.NullMarked;
