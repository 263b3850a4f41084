/** The packaged webhook, twice, behind one address, while everything around it breaks. */
@NullMarked
package dev.eci.webhook.chaos;

import org.jspecify.annotations.NullMarked;
