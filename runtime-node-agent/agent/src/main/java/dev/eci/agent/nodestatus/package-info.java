/** What an EciNode says of its node, as pure functions of one state, and when it is written. */
@NullMarked
package dev.eci.agent.nodestatus;

import org.jspecify.annotations.NullMarked;
