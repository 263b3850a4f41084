/**
 * The rules for what a request has the engine make: containers, services, volumes, networks,
 * builds. Readers turn bodies into what rules are about, so that each rule is written once.
 */
@NullMarked
package dev.eci.policy.docker.create;

import org.jspecify.annotations.NullMarked;
