/** The serving certificate, as it is on disk now. Who issues and renews it is the operator's. */
@NullMarked
package dev.eci.webhook.tls;

import org.jspecify.annotations.NullMarked;
