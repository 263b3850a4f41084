// SPDX-License-Identifier: Apache-2.0
/**
 * The settings of the process, validated once and passed on as records. Only the mapping depends on
 * Quarkus; all other code uses {@link dev.eci.operator.config.Settings}.
 */
@NullMarked
package dev.eci.operator.config;

import org.jspecify.annotations.NullMarked;
