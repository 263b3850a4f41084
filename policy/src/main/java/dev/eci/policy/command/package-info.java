// SPDX-License-Identifier: Apache-2.0
/**
 * The names of Docker's commands and the lists that deny or allow them (SOCK-4, SOCK-6). Which
 * request of the engine's API belongs to which command is decided elsewhere, from these names.
 */
@NullMarked
package dev.eci.policy.command;

import org.jspecify.annotations.NullMarked;
