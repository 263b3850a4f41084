/**
 * What can be set from outside, checked once and handed on as records. Only the mapping knows
 * Quarkus; everything else takes {@link dev.eci.operator.config.Settings}.
 */
@NullMarked
package dev.eci.operator.config;

import org.jspecify.annotations.NullMarked;
