/**
 * Owners in streams of tar archives, changed on the way in constant memory. Knows tar as Go's
 * archive/tar reads and writes it, and nothing of where a stream comes from.
 */
@NullMarked
package dev.eci.socketproxy.tar;

import org.jspecify.annotations.NullMarked;
