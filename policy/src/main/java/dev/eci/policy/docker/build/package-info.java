// SPDX-License-Identifier: Apache-2.0
/** What is allowed inside the gRPC streams of builds. */
@NullMarked
package dev.eci.policy.docker.build;

import org.jspecify.annotations.NullMarked;
