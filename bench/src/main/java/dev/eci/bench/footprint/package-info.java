/** How much memory the parts hold, and how soon the webhook answers. */
@NullMarked
package dev.eci.bench.footprint;

import org.jspecify.annotations.NullMarked;
