// SPDX-License-Identifier: Apache-2.0
/**
 * A JSON value for decisions, and the check that all readers understand it in the same way. The
 * agent parses the text, with a third-party parser.
 */
@NullMarked
package dev.eci.policy.docker.json;

import org.jspecify.annotations.NullMarked;
