// SPDX-License-Identifier: Apache-2.0
/** Docker's socket in pods: a dockerd next to the kubelet, and what pods of listed images get. */
@NullMarked
package dev.eci.system.socket;

import org.jspecify.annotations.NullMarked;
