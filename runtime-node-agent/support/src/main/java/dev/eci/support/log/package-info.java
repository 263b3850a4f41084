// SPDX-License-Identifier: Apache-2.0
/**
 * Logs one JSON object per line to standard output, for the agent's messages and for those of the
 * libraries. No other code formats log lines.
 */
@NullMarked
package dev.eci.support.log;

import org.jspecify.annotations.NullMarked;
