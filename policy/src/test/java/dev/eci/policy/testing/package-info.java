// SPDX-License-Identifier: Apache-2.0
/** Properties for the tests of this and other modules: test.check, with types (ADR 15). */
@NullMarked
package dev.eci.policy.testing;

import org.jspecify.annotations.NullMarked;
