// SPDX-License-Identifier: Apache-2.0
/**
 * Which running containers are protected, counted from containerd's state directory and the kernel
 * (ISO-8). Reads only.
 */
@NullMarked
package dev.eci.agent.inventory;

import org.jspecify.annotations.NullMarked;
