// SPDX-License-Identifier: Apache-2.0
/**
 * The main job, step by step: what a person does, what is expected, what happened. The demo prints
 * it; a test asserts it.
 */
@NullMarked
package dev.eci.harness.story;

import org.jspecify.annotations.NullMarked;
