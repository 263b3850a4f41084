// SPDX-License-Identifier: Apache-2.0
/** What a body that is changed while it is streamed has in common, whatever its format. */
@NullMarked
package dev.eci.socketproxy.body;

import org.jspecify.annotations.NullMarked;
