// SPDX-License-Identifier: Apache-2.0
/** Watches and writes objects in the API server. Makes no decisions. */
@NullMarked
package dev.eci.agent.kube;

import org.jspecify.annotations.NullMarked;
