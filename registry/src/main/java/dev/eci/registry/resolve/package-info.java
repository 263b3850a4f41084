/** What references stand for, asked again and again, out of everybody's way. */
@NullMarked
package dev.eci.registry.resolve;

import org.jspecify.annotations.NullMarked;
