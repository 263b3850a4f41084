/** What the webhook watches of the cluster: policies and the labels of namespaces. */
@NullMarked
package dev.eci.webhook.cache;

import org.jspecify.annotations.NullMarked;
