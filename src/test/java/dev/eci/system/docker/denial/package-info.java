// SPDX-License-Identifier: Apache-2.0
/** What is denied, and with which message. */
@NullMarked
package dev.eci.system.docker.denial;

import org.jspecify.annotations.NullMarked;
