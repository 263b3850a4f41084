// SPDX-License-Identifier: Apache-2.0
/**
 * Changes owners in streams of tar archives, in constant memory. It implements tar as Go's
 * archive/tar reads and writes it, and does not know where a stream comes from.
 */
@NullMarked
package dev.eci.socketproxy.tar;

import org.jspecify.annotations.NullMarked;
