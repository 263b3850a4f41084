/**
 * What the benches share: figures and how they are written down. Each question has a package of its
 * own.
 */
@NullMarked
package dev.eci.bench;

import org.jspecify.annotations.NullMarked;
