/**
 * The HTTP rim: endpoints, health, the client. Everything of substance is in review and cluster.
 */
@NullMarked
package dev.eci.webhook.http;

import org.jspecify.annotations.NullMarked;
