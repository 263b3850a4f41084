// SPDX-License-Identifier: Apache-2.0
/** What a privileged container may try on its node: kernel, devices, processes. */
@NullMarked
package dev.eci.system.attack.node;

import org.jspecify.annotations.NullMarked;
