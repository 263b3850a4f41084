// SPDX-License-Identifier: Apache-2.0
/** Serves the certificate that is on disk. The operator, or cert-manager, issues and renews it. */
@NullMarked
package dev.eci.webhook.tls;

import org.jspecify.annotations.NullMarked;
