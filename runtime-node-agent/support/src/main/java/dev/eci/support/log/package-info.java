/**
 * One JSON object a line on standard output, for our own messages and for those of the libraries.
 * No other code formats log lines.
 */
@NullMarked
package dev.eci.support.log;

import org.jspecify.annotations.NullMarked;
