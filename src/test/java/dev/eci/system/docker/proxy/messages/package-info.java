// SPDX-License-Identifier: Apache-2.0
/** The messages of the Docker socket proxy's denials: Docker Desktop's sentences, to the letter. */
@NullMarked
package dev.eci.system.docker.proxy.messages;

import org.jspecify.annotations.NullMarked;
