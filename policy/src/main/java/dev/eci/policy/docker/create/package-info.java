// SPDX-License-Identifier: Apache-2.0
/**
 * The rules for objects that a request makes the engine create: containers, services, volumes,
 * networks, builds. Readers convert bodies to one form, so that each rule is written once.
 */
@NullMarked
package dev.eci.policy.docker.create;

import org.jspecify.annotations.NullMarked;
