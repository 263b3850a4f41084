// SPDX-License-Identifier: Apache-2.0
/**
 * The command line of eci-agent: commands, options, exit codes and error messages. What a command
 * starts lives in kubernetes or dockerhost.
 */
@NullMarked
package dev.eci.agent.cli;

import org.jspecify.annotations.NullMarked;
