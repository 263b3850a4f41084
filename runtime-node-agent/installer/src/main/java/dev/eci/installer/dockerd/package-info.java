// SPDX-License-Identifier: Apache-2.0
/**
 * The Docker Engine of a host: how it is found and checked, and how the runtime eci is added to its
 * configuration and removed. Decides nothing about containers.
 */
@NullMarked
package dev.eci.installer.dockerd;

import org.jspecify.annotations.NullMarked;
